// One worker process: how it is started, and how it ends.
#ifndef HILO_EXECUTE_WORKER_PROCESS_H_
#define HILO_EXECUTE_WORKER_PROCESS_H_

#include <sys/types.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "base/file_descriptor.h"
#include "execute/worker_messages.h"
#include "hilo/error.h"

namespace hilo {

// The program that workers run, with its first arguments. By default the helper program
// hilo-worker: the one that the environment variable HILO_WORKER names, or that lies beside the
// library or where it was installed to. Not while a run is under way.
void set_worker_command(std::vector<std::string> command);

// WORKER where there is none, with the places that were looked at.
Result<std::vector<std::string>> worker_command();

// The program of a command, for messages: the path behind /proc/self/exe.
std::string shown(const std::vector<std::string>& command);

// SharedFlags in memory that has no name, so that nothing of it outlives the processes.
class SharedMemory {
 public:
  // OUTPUT where the system has no memory for it.
  static Result<SharedMemory> create();
  SharedMemory(SharedMemory&& other) noexcept;
  SharedMemory& operator=(SharedMemory&&) = delete;
  ~SharedMemory();

  SharedFlags& flags() const { return *flags_; }
  int descriptor() const { return file_.get(); }

 private:
  SharedMemory(FileDescriptor file, SharedFlags* flags) : file_(std::move(file)), flags_(flags) {}

  FileDescriptor file_;
  SharedFlags* flags_;
};

// How a process ended: "killed by SIGKILL", "exited with status 1".
struct WorkerEnd {
  std::string text;
  bool by_signal = false;
};

// Why the system would not start a process: WORKER.
struct StartError {
  Error error;
  bool may_pass = false;  // for want of memory, descriptors or processes
};

// The signals that a worker ignores, since the run tells it when to stop. It starts with them
// blocked.
sigset_t stop_signals();

class WorkerProcess {
 public:
  // `remark`, if not empty, stands at the end of the command line, for people to see.
  static tl::expected<WorkerProcess, StartError> start(const std::vector<std::string>& command,
                                                       const SharedMemory& memory,
                                                       const std::string& remark);

  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&& other) noexcept;
  ~WorkerProcess();  // ends it, and waits for the end

  int socket() const { return socket_.get(); }  // does not block

  // Closes the socket and waits for the end; kills what does not end by itself.
  WorkerEnd wait_for_end();

 private:
  WorkerProcess(pid_t pid, FileDescriptor socket) : pid_(pid), socket_(std::move(socket)) {}

  pid_t pid_ = -1;  // -1 once it has been waited for
  FileDescriptor socket_;
};

}  // namespace hilo

#endif  // HILO_EXECUTE_WORKER_PROCESS_H_
