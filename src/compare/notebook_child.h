// A process that tries one of the lecture's ways, so that it is not hilo that runs out of
// descriptors, threads or memory. The program is that of a worker process, with other words:
//
//   --hilo-notebook threads      a thread for each file; writes a ThreadAFileReport
//   --hilo-notebook share I N    reduces files I, I + N, ...; says nothing, as in the lecture
#ifndef HILO_COMPARE_NOTEBOOK_CHILD_H_
#define HILO_COMPARE_NOTEBOOK_CHILD_H_

#include <string>
#include <string_view>
#include <vector>

namespace hilo {

inline constexpr std::string_view kNotebookWord = "--hilo-notebook";

// Descriptors that it starts with.
inline constexpr int kNotebookList = 3;    // the files, a zero byte after each
inline constexpr int kNotebookReport = 4;  // takes the report; its end is the end of the process

// Whether the words that follow the program's name are for this process.
bool is_for_notebook_child(const std::vector<std::string>& words);

// Gives the exit code.
int run_notebook_child(const std::vector<std::string>& words);

}  // namespace hilo

#endif  // HILO_COMPARE_NOTEBOOK_CHILD_H_
