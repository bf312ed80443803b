#include "cli/topics.h"

#include <string>

#include "cli/error_meanings.h"

namespace hilo::cli {
namespace {

constexpr std::string_view kInputs = R"(
'hilo stats' takes any number of INPUTs. What an INPUT names is, in this order:

a directory :: all .npy files below it, hidden ones too. Links to files are followed,
links to directories are not
another path that exists :: that file, whatever its name is
a pattern :: the files that match it, and all .npy files below directories that do
anything else :: a file that is missing, which is a failed input

A pattern is compared with names part by part, so only ** reaches across a slash:

* :: any characters, also none
? :: one character
[abc], [a-z], [!abc] :: one of these characters, one of a range, none of these
** :: as a part of its own: any directories, also none

As in the shell, a name that begins with a dot matches only where the pattern has the dot, too. Quote
a pattern, or the shell expands it, which it cannot do with very many files:

  hilo stats 'run_*/**/*.npy'

A path that exists is not taken for a pattern: run[1].npy needs no quoting beyond the shell's. A
pattern or a directory without files is wrong usage (exit code 2), and nothing is read then. A
path that is named more than once (x.npy, ./x.npy) is read once. A name that begins with a dash
stands behind --, or is written as ./-x.npy.

Lists of inputs come from files or from another program. Patterns and directories may stand
in them, too:

  hilo stats --files-from list.txt
  find . -name '*.npy' -print0 | hilo stats --files-from - --null

Rows come in natural order of the names, so that file_2 is before file_10, in whatever order the
inputs are given or read.
)";

constexpr std::string_view kNumbers = R"(
Each statistic is the exact result, of real numbers, rounded once. So nothing else can show in it:
neither the order of the files nor who reads them, on what processor, in what pieces.

size :: how many values count, NaN and infinities included
nan_count, posinf_count, neginf_count :: how many of them are NaN, +inf and -inf
min, max :: of the values that are not NaN; -0.0 is below 0.0
sum :: of the N values included: all of them, or those that are not NaN
mean :: sum / N
var :: (N * sum of squares - sum * sum) / (N * (N - ddof))
std :: the root of the exact variance, not of the rounded one

ddof is 0 unless --ddof says otherwise, as in NumPy; 1 gives the sample variance.

What may surprise:

dtypes :: bool, integers of 8 to 64 bits, floats of 16, 32 and 64 bits are read, in either byte order, in
C or Fortran order. 64-bit integers are not squeezed through float64, and where all inputs of a row
are bool or integers its min, max and sum are exact integers, however large
NaN :: --nan-policy propagate (the default, as in NumPy) makes sum, mean, var and std NaN where
one value is. omit leaves NaN out. raise makes the file an error
infinities :: with +inf alone sum and mean are +inf, and likewise with -inf; with both they are NaN. var
and std are NaN with either
too large :: a finite sum, var or std beyond the range of float64 is inf; a mean never overflows
absent :: what is undefined is neither NaN nor 0 but absent: the mean of no values, the
variance of one value with --ddof 1. It is '-' in a table, empty in CSV and null in JSON

Numbers are printed as Python prints them: the shortest digits that read back to the same bits.
)";

constexpr std::string_view kFormats = R"(
The format is that of --format, or what the name of the output file (-o) says, or a table.

table :: for people (.txt). On a terminal one screenful: rows in the middle and columns that do
not fit are left out, and a line of blocks shows how the means of all rows run. Elsewhere all
rows. The last one is of all files
csv :: a row a line, below a line with the names of the fields (.csv). Without the total and the
errors, which only standard error and the exit code tell
json :: one document (.json): schema, version, groups (the rows), expr and where if there are any, total,
files (found, included, failed), errors (path, code, message), complete, and with --profile profile
jsonl :: one row a line, then one line with the rest of the document (.jsonl, .ndjson)

Rows are written as they come, and memory does not hold them.

--html FILE writes a page to look at in addition, in one file that needs no network: mean and std of
all rows in order with outliers named, a histogram, what failed, the totals, where the time went.

# Fields of a row

key :: the path as it was found, the directory, or 'all' (--by)
files :: how many files are in the row
dtype, shape :: NumPy's, of a file: <f8, and 3x224x224 in CSV; empty or null with --by dir and all
size :: how many values
nan_count, posinf_count, neginf_count :: how many of them are NaN, +inf and -inf
min, max, sum, mean, var, std :: see 'hilo help numbers'

In JSON, NaN and infinities are the strings "NaN", "Infinity" and "-Infinity", in CSV nan, inf
and -inf. What is absent is null in JSON and empty in CSV. A table has no sum and no var, and - where something is
absent.

A failed input has no row. "complete": true says that all inputs that were found are included.

  hilo stats data/ --format json | jq .total.mean
  hilo stats data/ -o stats.csv
)";

constexpr std::string_view kExpressions = R"(
--expr counts the value of an expression instead of each element; --where counts only the elements
that meet a condition. x is the element, and all numbers are float64. Names are NumPy's,
operators and their precedence are Python's:

numbers :: 2  0.5  1e-3  1_000  pi  e  inf  nan
arithmetic :: + - * / // % **
comparisons :: < <= == != >= >  one at a time: (0 < x) & (x < 1)
conditions :: & | ^ ~ True False isnan(x) isinf(x) isfinite(x)
a choice :: where(condition, a, b)
exact :: abs sign floor ceil rint trunc minimum maximum clip sqrt
elementary :: cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan arctan2
sinh cosh tanh arcsinh arccosh arctanh hypot

& and | bind more tightly than comparisons, which therefore stand in parentheses. A condition beside a
number is 1 or 0: (x > 0) * x. minimum, maximum and hypot take two numbers, arctan2 too,
and clip(a, least, greatest) three.

  hilo stats data/ --expr 'log1p(abs(x))'
  hilo stats data/ --where '(x > 0) & (x < 1000)'
  hilo stats data/ --expr 'x - 273.15' --where 'x != -9999'

With --where alone elements count as they are, 64-bit integers too; with --expr the values are
float64, and so are min, max and sum. size is how many values count. What an expression makes NaN
or infinite is treated as such an element would be (--nan-policy).

Operators and exact functions are rounded once, as NumPy's are. Elementary functions are off by at most
one unit in the last place (some by 3, where numbers are very large), and have the same bits on every
processor; NumPy's may have others. They take a processor with fused multiplications (FMA).

The expression is part of the result and of what --save saves: runs with different ones are not
merged. Long runs compile it (--jit), with the same bits.
)";

constexpr std::string_view kStates = R"(
--save keeps the exact state of each file of a run, and its errors. States are put together
without loss: the result has the bytes of one run over all their files.

  hilo stats data/ --save run.hilo                    # save
  hilo stats data/ --resume run.hilo --save run.hilo  # go on
  hilo merge 1.hilo 2.hilo --by dir                   # put together
  hilo merge all.hilo --subtract old.hilo             # take out again

A state holds one entry a file, whatever --by was. So --by, --ddof and --nan-policy are chosen again when
states are merged. Only --expr and --where are part of it: states of different ones do not belong
together.

--resume STATE does not read files again that are in the state and are as they were: path, size,
time of modification and inode. New files, changed ones and those that had failed are read. With
the same file for --resume and --save one command begins and goes on; the file need not be there
the first time. What is saved holds the inputs of this run and no others. A run that is
interrupted (Ctrl-C) saves what it has.

Shares of the work on different machines need no cluster: one 'hilo stats --save' on each, one
'hilo merge' at the end. A file that is in two of the states is refused, so that none counts
twice; one that changed in between counts as two, which is told. What a run had not come to is missing
in the result (exit code 1), unless another state has it.

--subtract takes out the files that a state holds. All of them must be there.

A state is written whole or not at all, and has checksums: one that is damaged or cut off is
refused (exit code 3). Later versions of hilo read it.
)";

constexpr std::string_view kExecutors = R"(
An executor does the work. The result is the same with each of them, bit for bit, so the choice is
one of speed and safety alone.

auto :: serial for one job (-j 1), threads for more. The default
serial :: one thread. To leave the other CPUs to others, and to compare
threads :: a pool of threads. For one machine
processes :: worker processes. For files that might crash their reader: a worker that dies is
replaced, and a file that crashes its worker three times is the error WORKER; all others are in the
result
dask :: batches of files for the workers of a Dask cluster. For more data than one machine can
read in time, where all machines see the files under the same paths

-j N (--jobs) is how many workers compute at a time; by default as many as there are CPUs that
the program may use, which is rarely worth changing. Workers are few however many files there
are, and a large file is shared between them. Open files and memory are bounded with any N.

A cluster of Dask has a scheduler, whose address is given; without it a cluster of --jobs workers is
started on this machine for the run:

  hilo stats data/ --executor dask --scheduler tcp://HOST:8786

This takes
hilo's Python package with Dask, hilo[dask], here and in each worker, in the same version. HILO_PYTHON
names the Python to use. A worker that dies costs nothing but time. When the scheduler goes away,
what was done is kept where there is --save, and --resume goes on from it.

Machines without a cluster share the work by states: see 'hilo help states'.
)";

constexpr std::string_view kProfiles = R"(
'hilo stats --profile' says on standard error where the time went, and in one sentence what limits
the run and what to do about it; in JSON, under 'profile'. The result stays the same.

Each worker is in one stage at any moment, so stages add up to the workers' time:

discover :: inputs become a list of files
open :: open, the file's status before and after, close
read :: bytes come into memory, and those of the next files are asked for
decode :: the header is parsed
compute :: exact sums, expressions and their compiler
merge :: states are added up, statistics are rounded
report :: rows and states are written
idle :: waits for work, or for other workers

The verdict begins with its cause, the first of these that explains the run:

nothing read, short run :: there was nothing to read, or it took less than 5 ms
discovery :: looking for the files takes most of the run
cluster :: its workers wait for it to start, or to be handed files, most of the time
storage :: bytes come from a disk, which the workers wait for
file system :: workers wait for reads, though no disk of this machine is busy: a network, FUSE
busy CPUs :: other programs have the CPUs for half of the time
output :: writing rows and states takes most of the run
expression :: computing --expr and --where takes most of the time
one large file :: it holds most of the bytes; two and more workers read it in pieces
small files :: opening, closing and reporting them takes longer than what is in them
idle workers :: too little work for so many
busy CPUs :: as above, from 30 % of the time on
page cache, compute :: reading from memory, or adding up, takes longest, as it must

What the machine could do is measured after the run: reading from the page cache and adding up, by as
many threads, but no more than CPUs; reading what is not in memory, where the run had to, by more
than twice as many; and copying memory, where the run took long enough.

A trace shows what each worker did when. Open it with https://ui.perfetto.dev or chrome://tracing:

  hilo stats data/ --trace run.json
)";

constexpr std::string_view kComparisons = R"(
'hilo bench' takes the work of 'hilo stats' and does it with each executor and several numbers of
workers, to say which setting to use on these files and this machine, and what limits it:

  hilo bench data/
  hilo bench data/ --notebook -o bench.md

All are run in turn, in the opposite order in every second round, so that a machine that grows slower
meanwhile does so for all. What is shown are medians of the rounds:

CPU times: user, sys, total :: as a notebook's %%time has them: of the program and its workers, in the program and
in the system
Wall time :: from the call to the result
GB/s :: bytes of the files by wall time
speedup :: times as fast as serial
efficiency :: speedup by workers
of reading :: the rate by what reading alone reaches: from memory with as many threads, or from the disk; a
moment's measurement, so that a run may be above it

warm and cold :: files that are in memory, and files that the system was asked to let go of before
each run. Where it does not do so, or a round would take minutes, there are no cold rounds; --cold on
insists, --cold off leaves them out
Amdahl's law :: with n workers a run takes T(1) * (s + (1 - s) / n). The serial part s is fitted to the medians
of up to as many workers as CPUs; a disk or memory that workers share counts as serial, too
the recommendation :: the fewest workers that are as fast as the fastest, as far as the rounds tell; and what
limits them

All results are compared, by a hash of their bytes. Where one differs, the exit code is 3.

--notebook adds three ways that do not keep the promises of the others: a loop that loads each array, a
thread a file, which fails where descriptors, threads or memory run out, and processes that hand
nothing back.
)";

constexpr std::string_view kErrors = R"(
Each input that is refused is named on standard error, and in the errors of JSON:

  hilo: PATH: CODE: expected X, found Y

The run goes on and ends with exit code 1. --on-error fail stops it at the first such input.
)";

constexpr std::string_view kExitCodes = R"(
0 :: all inputs are included
1 :: there is a result, but some inputs are not in it: they failed, each is named on standard error,
or a run that was merged had not come to them. Of 'hilo bench', also: an executor failed
2 :: wrong usage, or nothing to do
3 :: could not finish; there is no result. Also: a saved run is damaged, the result could
not be written, an input failed with --on-error fail. Or the result is there, but what --trace or --html
wants could not be written; or results of 'hilo bench' differ
129, 130, 143 :: hung up, interrupted, terminated (SIGHUP, SIGINT, SIGTERM). 'hilo stats' reports and
saves what was done, and 'hilo bench' what was measured; JSON says "complete": false, or
"stopped": true. A second signal ends at once, without
141 :: the reader of the output went away, as with 'hilo stats data/ | head'. What --save saves is
written first

A script that wants all files or nothing checks for 0, or uses --on-error fail. One that takes
what there is accepts 1, too:

  hilo stats data/ -o stats.csv || [ $? -eq 1 ]
)";

constexpr std::string_view kEnvironment = R"(
NO_COLOR :: no colour, where it is set to something and --color is auto
TERM :: no colour where it is 'dumb'
LC_ALL :: says whether a terminal knows UTF-8, and with it the blocks of sparklines and the sign of microseconds
LC_CTYPE :: likewise, where LC_ALL is not set
LANG :: likewise, where neither of them is
TMPDIR :: where output waits that --on-error fail may still have to drop; /tmp without it
HILO_PYTHON :: the Python that --executor dask runs in; without it the python3 beside the program,
or the first of PATH
HILO_JIT :: the path of the compiler of expressions, libhilo_jit.so
HILO_WORKER :: the path of the program hilo-worker, which the library and the Python package start for
the executor processes; 'hilo' starts itself
HILO_SIMD :: an instruction set for 'hilo stats' and 'hilo bench', to test and compare: avx3 (AVX-512), avx2, sse4, ssse3,
emu128 or scalar, as far as the machine has them. The best is chosen without it
HILO_CHUNK_BYTES :: bytes that they read at a time, a power of two from 16384 to 67108864; 131072
without it

Neither HILO_SIMD nor HILO_CHUNK_BYTES changes a result. Empty variables count as unset.
)";

constexpr Topic kTopics[] = {
    {.name = "inputs", .summary = "files, directories, patterns, lists; order", .text = kInputs},
    {.name = "numbers", .summary = "exactness, NaN, infinities, what is absent", .text = kNumbers},
    {.name = "formats", .summary = "table, csv, json, jsonl, and their fields", .text = kFormats},
    {.name = "expressions", .summary = "the language of --expr and --where", .text = kExpressions},
    {.name = "states", .summary = "runs that are saved, resumed and merged", .text = kStates},
    {.name = "executors", .summary = "threads, processes, Dask: which when", .text = kExecutors},
    {.name = "profiles",
     .summary = "where the time goes, and what limits a run",
     .text = kProfiles},
    {.name = "comparisons",
     .summary = "what 'hilo bench' measures and recommends",
     .text = kComparisons},
    {.name = "errors",
     .summary = "what the codes of errors mean",
     .text = kErrors,
     .made = error_meanings},
    {.name = "exit-codes",
     .summary = "what the exit codes say",
     .text = kExitCodes,
     .section = "EXIT STATUS"},
    {.name = "environment", .summary = "variables that are heeded", .text = kEnvironment},
};

}  // namespace

std::span<const Topic> all_topics() { return kTopics; }

const Topic* find_topic(std::string_view name) {
  for (const Topic& topic : kTopics) {
    if (topic.name == name) return &topic;
  }
  return nullptr;
}

Page topic_text(const Topic& topic) {
  Page page = parse_page(topic.text);
  if (topic.made != nullptr) append(page, topic.made());
  return page;
}

Page topic_page(const Topic& topic) {
  Page page = {
      {Block::Kind::paragraph, std::string(topic.name) + ": " + std::string(topic.summary)}};
  append(page, topic_text(topic));
  return page;
}

}  // namespace hilo::cli
