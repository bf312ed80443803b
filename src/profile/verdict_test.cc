#include "profile/verdict.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>

#include "profile/causes.h"
#include "profile/run_shares.h"

namespace hilo {
namespace {

struct Part {
  Stage stage;
  double seconds;
};

constexpr std::int64_t kMB = 1'000'000;

// A run of a second, of workers that all did the same and were on a CPU all the time.
class VerdictTest : public testing::Test {
 protected:
  VerdictTest() {
    profile_.executor = "threads";
    profile_.wall_s = 1;
    profile_.files = 1000;
    profile_.bytes = 800 * kMB;
    profile_.page_cache_share = 1;
    profile_.ceilings.workers = 2;
    facts_.largest_file = "d/file_0.npy";
    facts_.largest_bytes = 800'000;
    facts_.file_system = "ext4";
    facts_.cpus = 2;
  }

  // What each of `jobs` workers did.
  void set_workers(int jobs, std::initializer_list<Part> parts) {
    profile_.jobs = jobs;
    profile_.workers.clear();
    profile_.stages = {};
    WorkerProfile worker;
    for (const auto& [stage, seconds] : parts) {
      worker.stage_s[static_cast<std::size_t>(stage)] = seconds;
      worker.wall_s += seconds;
      if (stage != Stage::idle) worker.cpu_s += seconds;
    }
    for (int job = 0; job < jobs; ++job) {
      worker.name = "worker " + std::to_string(job + 1);
      add(worker);
    }
    profile_.stages[static_cast<std::size_t>(Stage::read)].bytes = profile_.bytes;
    profile_.stages[static_cast<std::size_t>(Stage::compute)].bytes = profile_.bytes;
  }

  void add(const WorkerProfile& worker) {
    profile_.workers.push_back(worker);
    double sum = 0;
    for (std::size_t i = 0; i < kStages; ++i) {
      profile_.stages[i].seconds += worker.stage_s[i];
      sum += profile_.stages[i].seconds;
    }
    for (StageProfile& stage : profile_.stages) stage.share = stage.seconds / sum;
  }

  // They were on a CPU for so much of their time, and ready for one for so much.
  void set_cpu(double cpu_share, double ready_share = 0) {
    for (WorkerProfile& worker : profile_.workers) {
      worker.cpu_s = cpu_share * worker.wall_s;
      worker.ready_s = ready_share * worker.wall_s;
    }
  }

  std::string cause() {
    judge(profile_, facts_);
    EXPECT_TRUE(profile_.verdict.starts_with(profile_.cause + ": ")) << profile_.verdict;
    EXPECT_FALSE(profile_.verdict.ends_with(".")) << profile_.verdict;
    return profile_.cause;
  }

  std::string verdict() {
    (void)cause();
    return profile_.verdict;
  }

  // A run that reads from memory.
  void read_warm_files(int jobs = 2) {
    set_workers(jobs, {{Stage::open, 0.05},
                       {Stage::read, 0.6},
                       {Stage::compute, 0.25},
                       {Stage::merge, 0.08},
                       {Stage::idle, 0.02}});
  }

  Profile profile_;
  RunFacts facts_;
};

TEST_F(VerdictTest, NothingRead) {
  profile_.files = 0;
  profile_.bytes = 0;
  EXPECT_EQ(verdict(), "nothing read: no file had to be opened");
  profile_.files = 1;
  EXPECT_EQ(verdict(),
            "nothing read: the one file that was opened gave no byte; the error says why");
  profile_.files = 12'000;
  EXPECT_EQ(verdict(),
            "nothing read: none of 12,000 files that were opened gave a byte; the errors say why");
}

TEST_F(VerdictTest, ShortRun) {
  read_warm_files();
  profile_.wall_s = 0.0049;
  EXPECT_EQ(verdict(), "short run: 4.9 ms in all, too little to tell what limits it");
  profile_.wall_s = 0.0051;
  EXPECT_NE(cause(), "short run");
}

TEST_F(VerdictTest, Discovery) {
  read_warm_files();
  // The thread that called has looked for files for half of the run; all workers together have
  // worked for longer than that.
  WorkerProfile caller;
  caller.name = "run";
  caller.stage_s[0] = caller.wall_s = caller.cpu_s = 0.51;
  add(caller);
  EXPECT_EQ(verdict(),
            "discovery: 51 % of the run looks for the files, before any is read; a list of them "
            "(--files-from), or fewer directories, take less");
  profile_.wall_s = 1.1;
  EXPECT_NE(cause(), "discovery");
}

TEST_F(VerdictTest, Output) {
  // One worker writes, while the other waits for room.
  set_workers(1, {{Stage::open, 0.1}, {Stage::report, 0.8}, {Stage::merge, 0.1}});
  WorkerProfile other;
  other.wall_s = other.stage_s[static_cast<std::size_t>(Stage::idle)] = 1;
  add(other);
  profile_.bytes = 1000 * 1000;
  EXPECT_EQ(verdict(),
            "output: for 80 % of the run rows or states are being written; fewer rows (--by dir, "
            "--by all) take less, or a faster place for them");
  profile_.wall_s = 1.7;
  EXPECT_EQ(cause(), "small files");
  // Who writes has no CPU, for others compute.
  profile_.wall_s = 1;
  profile_.workers[0].ready_s = 0.4;
  EXPECT_EQ(cause(), "small files");
}

TEST_F(VerdictTest, StorageThatGivesAllItHas) {
  set_workers(2, {{Stage::read, 0.9}, {Stage::compute, 0.1}});
  set_cpu(0.2);
  profile_.page_cache_share = 0;
  profile_.bytes = 1200 * kMB;
  profile_.ceilings.cold_reading = 1.25e9;
  EXPECT_EQ(verdict(),
            "storage: 90 % of worker time waits for reads, 1.20 GB/s of 1.25 GB/s measured; more "
            "threads will not help");
  // More than was measured a moment later.
  profile_.ceilings.cold_reading = 1.1e9;
  EXPECT_NE(verdict().find("1.20 GB/s, above the 1.10 GB/s measured"), std::string::npos);
  // So much more that the moment says nothing of what is possible.
  profile_.ceilings.cold_reading = 0.9e9;
  EXPECT_EQ(verdict().find("measured"), std::string::npos) << verdict();
}

TEST_F(VerdictTest, StorageOfWhichNothingWasMeasured) {
  set_workers(2, {{Stage::read, 0.9}, {Stage::compute, 0.1}});
  set_cpu(0.2);
  profile_.page_cache_share = 0;
  const std::string expected =
      "storage: 90 % of worker time waits for reads, 800 MB/s, though files are asked for ahead "
      "of the workers; more threads will not help";
  EXPECT_EQ(verdict(), expected);
  // A moment in which the disk gave more than it gives all the time.
  profile_.ceilings.cold_reading = 1.5e9;
  EXPECT_EQ(verdict(), expected);
}

TEST_F(VerdictTest, StorageThatCouldGiveMore) {
  set_workers(2, {{Stage::read, 0.9}, {Stage::compute, 0.1}});
  set_cpu(0.2);
  profile_.page_cache_share = 0;
  profile_.ceilings.cold_reading = 3e9;
  EXPECT_EQ(verdict(),
            "storage: 90 % of worker time waits for reads, 800 MB/s of 3.00 GB/s measured with "
            "more reads at a time; try more workers (-j)");
}

TEST_F(VerdictTest, WhatTheDiskGaveIsComparedWithWhatItCouldGive) {
  set_workers(2, {{Stage::read, 0.9}, {Stage::compute, 0.1}});
  set_cpu(0.2);
  profile_.page_cache_share = 0.8;
  profile_.bytes = 1000 * kMB;
  profile_.ceilings.cold_reading = 1.25e9;
  EXPECT_EQ(
      verdict(),
      "storage: 90 % of worker time waits for reads, 20 % of the bytes not being in memory: 200 "
      "MB/s of 1.25 GB/s measured with more reads at a time; try more workers (-j)");
  EXPECT_DOUBLE_EQ(judging::cold_rate(profile_), 200e6);
  profile_.page_cache_share.reset();
  EXPECT_DOUBLE_EQ(judging::cold_rate(profile_), 1000e6);
}

TEST_F(VerdictTest, StorageOfSmallFiles) {
  set_workers(2, {{Stage::open, 0.3}, {Stage::read, 0.6}, {Stage::merge, 0.1}});
  set_cpu(0.2);
  profile_.page_cache_share = 0;
  profile_.bytes = 8 * kMB;
  EXPECT_EQ(
      verdict(),
      "storage: 60 % of worker time waits for reads, 8.00 MB/s, of files of 8.0 kB each; pack "
      "them into larger arrays, or try more workers (-j)");
}

TEST_F(VerdictTest, StorageThatKeepsTheWorkersBusy) {
  set_workers(1, {{Stage::read, 0.8}, {Stage::compute, 0.2}});
  set_cpu(0.95);
  profile_.page_cache_share = 0;
  EXPECT_EQ(verdict(),
            "storage: 80 % of worker time brings files in from the disk, at 800 MB/s, and hardly "
            "waits for it; -j 2 uses the CPUs that are free");
  set_cpu(0.6, 0.35);  // it has no CPU for it
  EXPECT_EQ(verdict(),
            "storage: 80 % of worker time brings files in from the disk, at 800 MB/s; 35 % of "
            "worker time is ready to go on, but has no CPU");
}

TEST_F(VerdictTest, StorageNeedsBytesFromTheDiskThatAreWaitedFor) {
  set_workers(2, {{Stage::read, 0.9}, {Stage::compute, 0.1}});
  profile_.page_cache_share = 0.85;
  set_cpu(0.6);
  EXPECT_EQ(cause(), "storage");
  EXPECT_TRUE(judging::is_storage({profile_, facts_}));
  set_cpu(0.7);  // hardly waits
  EXPECT_EQ(cause(), "page cache");
  EXPECT_FALSE(judging::is_storage({profile_, facts_}));
  profile_.page_cache_share = 0.45;
  EXPECT_EQ(cause(), "storage");
  profile_.page_cache_share = 0.95;
  set_cpu(0.7);
  EXPECT_EQ(cause(), "page cache");
  // Cold, but hardly read.
  set_workers(2, {{Stage::read, 0.25}, {Stage::compute, 0.75}});
  profile_.page_cache_share = 0;
  EXPECT_EQ(cause(), "compute");
}

TEST_F(VerdictTest, FileSystemThatServesOneReadAfterTheOther) {
  set_workers(2, {{Stage::open, 0.05}, {Stage::read, 0.93}, {Stage::compute, 0.02}});
  set_cpu(0.03);
  facts_.file_system = "fuse";
  profile_.page_cache_share.reset();
  profile_.bytes = 20 * kMB;
  profile_.ceilings.cold_reading = 21e6;
  EXPECT_EQ(verdict(),
            "file system: 98 % of worker time waits for reads from fuse, though no disk of this "
            "machine is seen at work, 20.0 MB/s of 21.0 MB/s measured; more threads will not help, "
            "a copy on a local disk would");
  EXPECT_TRUE(judging::is_file_system({profile_, facts_}));
}

TEST_F(VerdictTest, FileSystemThatServesReadsSideBySide) {
  set_workers(2, {{Stage::open, 0.05}, {Stage::read, 0.93}, {Stage::compute, 0.02}});
  set_cpu(0.03);
  facts_.file_system = "nfs";
  profile_.bytes = 20 * kMB;
  profile_.page_cache_share = 0;  // it says so, but it is no disk
  profile_.ceilings.cold_reading = 60e6;
  EXPECT_EQ(verdict(),
            "file system: 98 % of worker time waits for reads from nfs, though no disk of this "
            "machine is seen at work, 20.0 MB/s of 60.0 MB/s measured with more reads at a time; "
            "more workers (-j) may help");
  profile_.ceilings.cold_reading = 31e6;
  EXPECT_NE(verdict().find("more workers (-j) may help"), std::string::npos);
  profile_.ceilings.cold_reading = 30e6;
  EXPECT_TRUE(verdict().ends_with(
      "20.0 MB/s of 30.0 MB/s measured; more workers (-j) help where it serves reads side by side, "
      "or else a local copy"))
      << verdict();
  profile_.ceilings.cold_reading = 25e6;
  EXPECT_NE(verdict().find("more threads will not help"), std::string::npos);
  profile_.page_cache_share = 0.5;
  EXPECT_NE(verdict().find(" 50 % of the bytes not being in memory: 10.0 MB/s of 25.0 MB/s"),
            std::string::npos)
      << verdict();
  profile_.page_cache_share = 0;
  // A moment that says nothing.
  profile_.ceilings.cold_reading = 10e6;
  EXPECT_TRUE(
      verdict().ends_with("; more workers (-j) help where it serves reads side by side, or "
                          "else a local copy"))
      << verdict();
  profile_.ceilings.cold_reading.reset();
  facts_.file_system.clear();
  profile_.page_cache_share.reset();
  EXPECT_EQ(verdict(),
            "file system: 98 % of worker time waits for reads, though no disk of this machine is "
            "seen at work, 20.0 MB/s; more workers (-j) help where it serves reads side by side, "
            "or else a local copy");
}

TEST_F(VerdictTest, AFileSystemOfAProgramThatHasADiskIsStorage) {
  set_workers(2, {{Stage::open, 0.05}, {Stage::read, 0.93}, {Stage::compute, 0.02}});
  set_cpu(0.03);
  profile_.page_cache_share.reset();
  facts_.file_system = "fuse";
  EXPECT_EQ(cause(), "file system");
  facts_.file_system = "fuseblk";
  EXPECT_EQ(cause(), "storage");
  set_cpu(0.95);  // nobody waits
  EXPECT_EQ(cause(), "page cache");
}

TEST_F(VerdictTest, FileSystemNeedsWorkersThatWaitForReads) {
  set_workers(2, {{Stage::open, 0.2}, {Stage::read, 0.4}, {Stage::compute, 0.4}});
  set_cpu(0.6);
  EXPECT_EQ(cause(), "page cache");  // the system had them all in memory
  profile_.page_cache_share = 0.8;
  facts_.file_system = "nfs";
  EXPECT_EQ(cause(), "file system");
  profile_.page_cache_share.reset();
  EXPECT_EQ(cause(), "file system");
  set_cpu(0.7);
  EXPECT_NE(cause(), "file system");
  set_cpu(0.2, 0.5);  // it is a CPU that they wait for
  EXPECT_EQ(cause(), "busy CPUs");
  EXPECT_FALSE(judging::is_file_system({profile_, facts_}));
  // They wait, but for something else.
  set_workers(2, {{Stage::read, 0.4}, {Stage::merge, 0.6}});
  set_cpu(0.3);
  EXPECT_NE(cause(), "file system");
}

TEST_F(VerdictTest, Expression) {
  set_workers(1, {{Stage::read, 0.3}, {Stage::compute, 0.7}});
  facts_.transform = "sin(x) where x > 0";
  profile_.ceilings.kernel = 25e9;
  EXPECT_EQ(
      verdict(),
      "expression: 70 % of worker time evaluates sin(x) where x > 0, 1.14 GB/s a worker where "
      "elements as they are give 12.5 GB/s; -j 2 uses the CPUs that are free");
  facts_.wanted_serial = true;
  profile_.ceilings.kernel.reset();
  EXPECT_EQ(verdict(),
            "expression: 70 % of worker time evaluates sin(x) where x > 0, 1.14 GB/s a worker; "
            "--executor threads -j 2 uses the CPUs that are free");
  facts_.cpus = 1;
  EXPECT_EQ(verdict(),
            "expression: 70 % of worker time evaluates sin(x) where x > 0, 1.14 GB/s a worker; all "
            "CPUs that may be used are in use");
  facts_.transform.clear();
  EXPECT_EQ(cause(), "compute");
  facts_.transform = "x";
  set_workers(1, {{Stage::read, 0.6}, {Stage::compute, 0.4}});
  EXPECT_EQ(cause(), "page cache");
}

TEST_F(VerdictTest, ExpressionIsAShareOfTheTimeThatIsNotIdle) {
  facts_.transform = "sin(x)";
  set_workers(4, {{Stage::read, 0.2}, {Stage::compute, 0.3}, {Stage::idle, 0.5}});
  EXPECT_EQ(cause(), "expression");
}

TEST_F(VerdictTest, OneLargeFile) {
  read_warm_files();
  profile_.files = 3;
  profile_.bytes = 1000 * kMB;
  profile_.ceilings.page_cache = 1.25e9;
  facts_.largest_file = "big.npy";
  facts_.largest_bytes = 900 * kMB;
  facts_.pieces = 107;
  facts_.was_split = true;
  EXPECT_EQ(verdict(),
            "one large file: big.npy holds 90 % of the bytes; 2 workers share it in pieces, 1.00 "
            "GB/s of 1.25 GB/s measured for reading alone; it holds nobody up");
  facts_.cpus = 4;
  EXPECT_NE(verdict().find("; -j 4 uses the CPUs that are free"), std::string::npos);
  facts_.largest_bytes = 499 * kMB;
  EXPECT_NE(cause(), "one large file");
}

TEST_F(VerdictTest, OneLargeFileWithFewerPiecesThanWorkers) {
  set_workers(64, {{Stage::read, 0.4}, {Stage::compute, 0.15}, {Stage::idle, 0.45}});
  profile_.files = 1;
  profile_.bytes = facts_.largest_bytes = 300 * kMB;
  facts_.largest_file = "big.npy";
  facts_.pieces = 35;
  facts_.was_split = true;
  facts_.cpus = 64;
  EXPECT_EQ(verdict(),
            "one large file: big.npy holds 100 % of the bytes; 64 workers share it in pieces, 300 "
            "MB/s for reading alone, and are idle for 45 % of the time; fewer (-j) do as well");
  set_workers(32, {{Stage::read, 0.6}, {Stage::compute, 0.3}, {Stage::idle, 0.1}});
  EXPECT_TRUE(verdict().ends_with("; -j 35 uses the CPUs that are free")) << verdict();
}

TEST_F(VerdictTest, OneLargeFileThatOneWorkerReads) {
  read_warm_files(1);
  profile_.files = 1;
  profile_.bytes = facts_.largest_bytes = 32 << 20;
  facts_.largest_file = "big.npy";
  EXPECT_EQ(verdict(),
            "one large file: big.npy holds 100 % of the bytes; one worker reads it alone, at 33.6 "
            "MB/s; -j 2 shares it among workers");
  facts_.wanted_serial = true;
  EXPECT_TRUE(verdict().ends_with("; --executor threads -j 2 shares it among workers"));
  facts_.cpus = 1;
  EXPECT_TRUE(verdict().ends_with("; there is no other CPU to share it with"));
  set_workers(2, {{Stage::read, 0.3}, {Stage::compute, 0.2}, {Stage::idle, 0.5}});
  EXPECT_TRUE(
      verdict().ends_with("one worker reads it alone, at 33.6 MB/s, while others are idle "
                          "for 50 % of worker time; there is no other CPU to share it with"))
      << verdict();
  facts_.has_batches = true;
  EXPECT_TRUE(verdict().ends_with(
      "one worker reads it alone, at 33.6 MB/s; --executor threads would share it out"))
      << verdict();
  --facts_.largest_bytes;
  EXPECT_NE(cause(), "one large file");
}

TEST_F(VerdictTest, SmallFiles) {
  set_workers(1, {{Stage::open, 0.5},
                  {Stage::read, 0.2},
                  {Stage::decode, 0.02},
                  {Stage::compute, 0.08},
                  {Stage::merge, 0.15},
                  {Stage::report, 0.05}});
  profile_.bytes = 1024 * 1000;
  EXPECT_EQ(verdict(),
            "small files: 1.0 kB each; 50 % of worker time opens and closes them, 20 % makes their "
            "rows, and 20 % reads; pack them into larger arrays");
  profile_.bytes = 1000 * 128 * 1024;
  EXPECT_NE(cause(), "small files");
  --profile_.bytes;
  EXPECT_EQ(cause(), "small files");
  set_workers(1, {{Stage::open, 0.39}, {Stage::read, 0.51}, {Stage::compute, 0.1}});
  EXPECT_EQ(cause(), "page cache");
  profile_.files = 1;
  profile_.bytes = 1024;
  set_workers(1, {{Stage::open, 0.9}, {Stage::read, 0.1}});
  EXPECT_NE(cause(), "small files");
}

TEST_F(VerdictTest, SmallFilesThatAreHandedOutTooSlowly) {
  set_workers(2, {{Stage::open, 0.3}, {Stage::read, 0.1}, {Stage::merge, 0.1}, {Stage::idle, 0.5}});
  profile_.bytes = 1024 * 1000;
  EXPECT_EQ(verdict(),
            "small files: 1.0 kB each; 30 % of worker time opens and closes them, 10 % makes their "
            "rows, and 10 % reads, while 50 % waits to be handed some; pack them into larger "
            "arrays");
}

TEST_F(VerdictTest, IdleWorkers) {
  set_workers(8, {{Stage::read, 0.3}, {Stage::compute, 0.2}, {Stage::idle, 0.5}});
  profile_.files = 3;
  EXPECT_EQ(verdict(),
            "idle workers: 50 % of worker time has nothing to do; 3 files are too little work for "
            "8 workers, fewer (-j) do as well");
  profile_.files = 1;
  EXPECT_NE(verdict().find("1 file is too little work for 8 workers"), std::string::npos);
  profile_.files = 16;
  EXPECT_EQ(
      verdict(),
      "idle workers: 50 % of worker time has nothing to do; 8 workers share 2 CPUs, -j 2 does "
      "as well");
  facts_.cpus = 8;
  EXPECT_EQ(verdict(),
            "idle workers: 50 % of worker time has nothing to do; workers wait for each other, as "
            "where the last files are the largest; fewer (-j) may do as well");
  profile_.executor = "processes";
  profile_.wall_s = 0.02;
  EXPECT_EQ(verdict(),
            "idle workers: 50 % of worker time has nothing to do; worker processes take long to "
            "start for a run of 20 ms, --executor threads takes less");
  set_workers(8, {{Stage::read, 0.5}, {Stage::compute, 0.21}, {Stage::idle, 0.29}});
  EXPECT_NE(cause(), "idle workers");
}

TEST_F(VerdictTest, OneWorkerDoesNotWaitForOthers) {
  set_workers(1, {{Stage::read, 0.3}, {Stage::compute, 0.2}, {Stage::idle, 0.5}});
  profile_.executor = "processes";
  profile_.files = 1;
  profile_.wall_s = 0.02;
  EXPECT_EQ(verdict(),
            "idle workers: 50 % of worker time has nothing to do; a worker process takes long to "
            "start for a run of 20 ms, --executor threads takes less");
  profile_.files = 1000;
  profile_.wall_s = 1;
  EXPECT_EQ(verdict(),
            "idle workers: 50 % of worker time has nothing to do; the one worker waits for those "
            "that hand out files and make the rows, --executor threads does without");
  facts_.has_batches = true;
  set_workers(1, {{Stage::read, 0.4}, {Stage::compute, 0.2}, {Stage::idle, 0.4}});
  EXPECT_EQ(verdict(),
            "idle workers: 40 % of worker time has nothing to do; the one worker waits to be "
            "handed files");
}

TEST_F(VerdictTest, Cluster) {
  facts_.has_batches = true;
  set_workers(2, {{Stage::open, 0.2}, {Stage::read, 0.2}, {Stage::merge, 0.1}, {Stage::idle, 0.5}});
  profile_.wall_s = 0.43;
  profile_.bytes = 1024 * 1000;
  EXPECT_EQ(verdict(),
            "cluster: 50 % of worker time waits for it to start, or to be handed files, in a run "
            "of 430 ms; fewer workers may do as well, and --executor threads does without a "
            "cluster");
  facts_.has_batches = false;
  EXPECT_EQ(cause(), "small files");
  facts_.has_batches = true;
  profile_.files = 3;
  EXPECT_NE(cause(), "cluster");
  set_workers(8, {{Stage::read, 0.3}, {Stage::compute, 0.1}, {Stage::idle, 0.6}});
  EXPECT_EQ(verdict(),
            "idle workers: 60 % of worker time has nothing to do; 3 files are too little work for "
            "a cluster; --executor threads does without one");
  profile_.files = 1000;
  EXPECT_EQ(cause(), "cluster");
  set_workers(8, {{Stage::read, 0.3}, {Stage::compute, 0.3}, {Stage::idle, 0.4}});
  EXPECT_TRUE(verdict().ends_with("where the last files are the largest; fewer may do as well"))
      << verdict();
}

TEST_F(VerdictTest, WorkersThatWereNeverStartedAreIdle) {
  read_warm_files(1);
  profile_.files = 1;
  profile_.jobs = 2;
  EXPECT_EQ(
      verdict(),
      "idle workers: 51 % of the time of 2 workers has nothing to do; 1 file is too little work "
      "for 2 workers, fewer (-j) do as well");
  facts_.cpus = 1;  // one is enough for that
  EXPECT_EQ(cause(), "page cache");
  facts_.cpus = 2;
  facts_.has_batches = true;  // their workers are those of a cluster
  EXPECT_EQ(cause(), "page cache");
}

TEST_F(VerdictTest, BusyCpus) {
  read_warm_files(2);
  set_cpu(0.5, 0.31);
  EXPECT_EQ(verdict(),
            "busy CPUs: 31 % of worker time is ready to go on, but has no CPU; other programs have "
            "them, and without these the run takes less");
  set_cpu(0.6, 0.29);
  EXPECT_NE(cause(), "busy CPUs");
  // Of all worker time, as it says.
  set_workers(2, {{Stage::read, 0.5}, {Stage::compute, 0.25}, {Stage::idle, 0.25}});
  set_cpu(0.4, 0.31);
  EXPECT_TRUE(verdict().starts_with("busy CPUs: 31 % of worker time")) << verdict();
  set_cpu(0.4, 0.29);
  EXPECT_EQ(cause(), "page cache");
  read_warm_files(8);
  set_cpu(0.25, 0.7);
  EXPECT_EQ(verdict(),
            "busy CPUs: 70 % of worker time is ready to go on, but has no CPU; 8 workers share 2 "
            "CPUs, -j 2 does as well");
  facts_.cpus = 1;
  EXPECT_TRUE(verdict().ends_with("8 workers share 1 CPU, -j 1 does as well"));
}

TEST_F(VerdictTest, CpusThatOthersHaveMostOfTheTimeCountMoreThanWhatIsDoneOnThem) {
  set_workers(2, {{Stage::read, 0.3}, {Stage::compute, 0.7}});
  facts_.transform = "sin(x)";
  set_cpu(0.4, 0.51);
  EXPECT_EQ(cause(), "busy CPUs");
  set_cpu(0.4, 0.49);
  EXPECT_EQ(cause(), "expression");
  // They have taken them from themselves.
  set_workers(8, {{Stage::read, 0.3}, {Stage::compute, 0.7}});
  set_cpu(0.25, 0.75);
  EXPECT_EQ(cause(), "expression");
}

TEST_F(VerdictTest, WorkersThatAreMostlyIdleDoNotLackCpus) {
  profile_.executor = "processes";
  profile_.wall_s = 0.08;
  set_workers(
      2, {{Stage::open, 0.05}, {Stage::read, 0.25}, {Stage::compute, 0.12}, {Stage::idle, 0.58}});
  set_cpu(0.13, 0.29);  // 69 % of the time in which they had something to do
  EXPECT_EQ(verdict(),
            "idle workers: 58 % of worker time has nothing to do; worker processes take long to "
            "start for a run of 80 ms, --executor threads takes less");
  // Others have the CPUs for most of the time.
  set_workers(2, {{Stage::read, 0.4}, {Stage::compute, 0.2}, {Stage::idle, 0.4}});
  set_cpu(0.05, 0.51);
  EXPECT_TRUE(verdict().starts_with("busy CPUs: 51 % of worker time")) << verdict();
}

TEST_F(VerdictTest, PageCache) {
  read_warm_files(1);
  profile_.ceilings.page_cache = 1e9;
  EXPECT_EQ(verdict(),
            "page cache: 60 % of worker time copies files from memory, 25 % computes; 800 MB/s "
            "of 1.00 GB/s measured for reading alone; -j 2 uses the CPUs that are free");
  facts_.cpus = 1;
  EXPECT_TRUE(verdict().ends_with("; all CPUs that may be used are in use"));
  // Nobody has more to hand out than there is.
  facts_.cpus = 8;
  profile_.files = 3;
  EXPECT_TRUE(verdict().ends_with("; -j 3 uses the CPUs that are free")) << verdict();
  profile_.files = 1;
  EXPECT_TRUE(verdict().ends_with("; 1 file of this size is not shared among more workers"))
      << verdict();
  facts_.has_batches = true;
  EXPECT_TRUE(verdict().ends_with("; 1 file of this size is not shared among more workers"));
  profile_.files = 2;
  EXPECT_TRUE(verdict().ends_with("; more workers would share it"));
  facts_.has_batches = false;
  facts_.pieces = 20;
  EXPECT_TRUE(verdict().ends_with("; -j 8 uses the CPUs that are free")) << verdict();
  // Where the system does not say whether it had them.
  profile_.page_cache_share.reset();
  EXPECT_EQ(cause(), "page cache");
}

TEST_F(VerdictTest, Compute) {
  set_workers(2, {{Stage::read, 0.3}, {Stage::compute, 0.7}});
  profile_.ceilings.kernel = 2e9;
  EXPECT_EQ(verdict(),
            "compute: 70 % of worker time adds up values, 571 MB/s of 1.00 GB/s measured for a "
            "worker; all CPUs that may be used are in use");
  profile_.wall_s = 12;  // worth a cluster
  EXPECT_TRUE(verdict().ends_with("are in use, more machines (--executor dask) have more"))
      << verdict();
}

TEST_F(VerdictTest, AWorkerWaitsWhereItIsNeitherIdleNorOnACpuNorReadyForOne) {
  set_workers(2, {{Stage::read, 0.5}, {Stage::idle, 0.5}});
  set_cpu(0.2, 0.05);
  EXPECT_DOUBLE_EQ(judging::waiting_share(profile_), 0.5);
  set_cpu(0.6);  // it was on a CPU while it was idle
  EXPECT_EQ(judging::waiting_share(profile_), 0);
  EXPECT_EQ(judging::waiting_share(Profile()), 0);
}

TEST_F(VerdictTest, OfNothingAtAllThereIsOne) {
  profile_ = {};
  facts_ = {};
  EXPECT_EQ(cause(), "nothing read");
  profile_.files = profile_.bytes = 1;
  profile_.wall_s = 1;
  EXPECT_FALSE(cause().empty());
}

}  // namespace
}  // namespace hilo
