// The program of a worker process.
#ifndef HILO_WORKER_WORKER_MAIN_H_
#define HILO_WORKER_WORKER_MAIN_H_

namespace hilo {

// Answers on kWorkerSocket until the other end is gone; gives the exit code. For a process that was
// started by WorkerProcess and does nothing else.
int run_worker();

}  // namespace hilo

#endif  // HILO_WORKER_WORKER_MAIN_H_
