// hilo-worker: the helper program that a library starts its worker processes with. Not for people.
#include "worker/worker_main.h"

int main() { return hilo::run_worker(); }
