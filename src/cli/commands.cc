#include "cli/commands.h"

#include <limits>

#include "cli/completion.h"
#include "cli/help.h"

namespace hilo::cli {
namespace {

constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

constexpr Command kCommands[] = {
    {.name = "stats",
     .positional = "INPUT...",
     .min_positionals = 0,  // they may come from --files-from
     .max_positionals = kAnyNumber,
     .summary = "exact statistics of .npy files",
     .description =
         "Prints size, min, max, sum, mean, var and std of each file, and of all of them together: "
         "the exact results, rounded once, the same bits whoever does the work and in any order.\n"
         "\n"
         "An INPUT is a file of any name, a directory (all .npy files below it) or a quoted "
         "pattern with *, ?, [...] and **. A path that exists is not taken as a pattern.\n"
         "\n"
         "Exit codes: 0 all inputs are included; 1 some inputs failed; 2 wrong usage, or nothing "
         "to do; 3 no result, or what --trace or --html wants could not be written; 129 hung up, "
         "130 interrupted "
         "and 143 terminated, with the result of "
         "what was done; 141 closed pipe.",
     .examples = "hilo stats data/\n"
                 "hilo stats 'run_*/**/*.npy' --by dir --format csv -o runs.csv\n"
                 "find . -name '*.npy' -print0 | hilo stats --files-from - -0 -o runs.csv\n"
                 "hilo stats data/ --save run.hilo --resume run.hilo\n",
     .flags = stats_flags,
     .run = run_stats},
    {.name = "merge",
     .positional = "STATE...",
     .min_positionals = 1,
     .max_positionals = kAnyNumber,
     .summary = "put saved runs together",
     .description =
         "Prints what one 'hilo stats' over all files of the states would print, the same bytes, "
         "however the files were split. A STATE is what 'hilo stats --save' or 'hilo merge --save' "
         "wrote.\n"
         "\n"
         "Exit codes: 0 all inputs are included; 1 some had failed, or a run had been interrupted; "
         "2 wrong usage; 3 no result: a state is damaged, or states do not belong together; or "
         "--html could not be written; 129 hung up; 130 interrupted; 143 terminated; 141 closed "
         "pipe.",
     .examples = "hilo stats shard_1/ --save 1.hilo; hilo stats shard_2/ --save 2.hilo\n"
                 "hilo merge 1.hilo 2.hilo --by dir\n"
                 "hilo merge all.hilo --subtract old.hilo --save new.hilo\n",
     .flags = merge_flags,
     .run = run_merge},
    {.name = "info",
     .positional = "FILE...",
     .min_positionals = 1,
     .max_positionals = kAnyNumber,
     .summary = "what the headers of .npy files say",
     .description = "Prints dtype, shape, order, format version, where the data begin, their bytes "
                    "and their number. Only headers are read.\n"
                    "\n"
                    "Exit codes: 0 all files were read; 1 some failed; 2 wrong usage; 3 the result "
                    "could not be written; 141 closed pipe.",
     .examples = "hilo info data/file_0.npy\n"
                 "hilo info data/*.npy --format json\n",
     .flags = info_flags,
     .run = run_info},
    {.name = "generate",
     .positional = "DIR",
     .min_positionals = 1,
     .max_positionals = 1,
     .summary = "a data set of random arrays",
     .description =
         "Fills DIR with file_0.npy, file_1.npy and so on, the same bytes on every machine. Files "
         "appear whole or not at all; complete files that are there are kept.\n"
         "\n"
         "Exit codes: 0 the data set is complete; 2 wrong usage, or DIR holds another data set; 3 "
         "could not finish; 130 interrupted; 143 terminated.",
     .examples = "hilo generate fake_files\n"
                 "hilo generate small --files 100 --size 1000 --dtype f4 --seed 7\n",
     .flags = generate_flags,
     .run = run_generate},
    {.name = "bench",
     .positional = "INPUT...",
     .min_positionals = 0,  // they may come from --files-from
     .max_positionals = kAnyNumber,
     .summary = "compare the executors on your files",
     .description =
         "Times 'hilo stats' with each executor and several numbers of workers, in rounds, with "
         "the files in memory and, where the machine allows it, not; says what would be possible, "
         "which setting to use, and what limits it. That all results are the same is checked.\n"
         "\n"
         "An INPUT is what 'hilo stats' takes.\n"
         "\n"
         "Exit codes: 0 all went well; 1 some inputs failed, or some executor; 2 wrong usage, or "
         "nothing to do; 3 could not finish, results differ, or --html could not be written; 129 "
         "hung up, 130 interrupted and 143 terminated, with what was measured by then; 141 closed "
         "pipe.",
     .examples = "hilo bench data/\n"
                 "hilo bench data/ --executor threads,processes --jobs 1,2,4 --rounds 9\n"
                 "hilo bench data/ --notebook --cold on -o bench.md\n",
     .flags = bench_flags,
     .run = run_bench},
    {.name = "help",
     .positional = "[COMMAND|TOPIC]",
     .choices = help_choices,
     .min_positionals = 0,
     .max_positionals = 1,
     .summary = "more about a command or a topic",
     .description =
         "Prints the help of a COMMAND, as 'hilo COMMAND --help' does, or a text about a TOPIC; "
         "without either, a list of both. 'hilo help man' prints the manual page, in the language "
         "of man(7).\n"
         "\n"
         "Exit codes: 0 the text was printed; 2 wrong usage; 3 it could not be written; 141 closed "
         "pipe.",
     .examples = "hilo help stats\n"
                 "hilo help expressions\n"
                 "hilo help man | man -l -\n",
     .flags = program_flags,
     .run = run_help},
    {.name = "completion",
     .positional = "SHELL",
     .choices = completion_shells,
     .min_positionals = 1,
     .max_positionals = 1,
     .summary = "a script that completes commands in a shell",
     .description =
         "Prints a script that teaches a SHELL, bash, zsh or fish, to complete the commands of "
         "hilo, its flags and their values when the Tab key is pressed. Where hilo was installed "
         "with its script into a folder that the shell knows, nothing needs to be done.\n"
         "\n"
         "For bash, in ~/.bashrc:\n"
         "\n"
         "  source <(hilo completion bash)\n"
         "\n"
         "For zsh, in ~/.zshrc, after compinit:\n"
         "\n"
         "  source <(hilo completion zsh)\n"
         "\n"
         "For fish, once:\n"
         "\n"
         "  hilo completion fish > ~/.config/fish/completions/hilo.fish\n"
         "\n"
         "Shells start faster with a file; it must be made again for a new version of hilo. Its "
         "place is ~/.local/share/bash-completion/completions/hilo for bash with the package "
         "bash-completion; for zsh it is _hilo in a folder of $fpath.\n"
         "\n"
         "Exit codes: 0 the script was printed; 2 wrong usage; 3 it could not be written; 141 "
         "closed pipe.",
     .examples = "source <(hilo completion bash)\n"
                 "hilo completion zsh > ~/.zfunc/_hilo\n",
     .flags = program_flags,
     .run = run_completion},
};

}  // namespace

std::span<const Command> all_commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

}  // namespace hilo::cli
