// --executor dask: workers on machines of a Dask cluster.
//
// This program does not speak Dask's language. hilo's Python package does, and holds the same
// program: where it runs there, it has a way to reach a cluster; anywhere else it becomes Python.
#ifndef HILO_CLI_CLUSTER_H_
#define HILO_CLI_CLUSTER_H_

#include <functional>
#include <memory>
#include <string>

#include "cli/arguments.h"
#include "hilo/batch_executor.h"
#include "hilo/error.h"

namespace hilo::cli {

// Gives who hands batches to the cluster at an address, or to one of its own where that is empty.
// `jobs` as in --jobs, 0 where that is not given.
using ReachCluster =
    std::function<std::unique_ptr<BatchExecutor>(const std::string& scheduler, int jobs)>;

void set_reach_cluster(ReachCluster reach);

// Nothing, where set_reach_cluster() was called; else becomes Python, and comes back only with the
// error, which is USAGE, or where the user has stopped it. Signals of a terminal are held until the
// program catches them there.
Result<void> become_able_to_reach_clusters(const Arguments& arguments);

std::unique_ptr<BatchExecutor> reach_cluster(const Arguments& arguments);
std::unique_ptr<BatchExecutor> reach_cluster(const std::string& scheduler, int jobs);

// Why this program could not become able to reach clusters: what a Python that is started to try
// says, in words for people. Empty where it could, or is able to already.
std::string why_no_clusters();

}  // namespace hilo::cli

#endif  // HILO_CLI_CLUSTER_H_
