// hilo: exact summary statistics over very many array files.
#ifndef HILO_HILO_H_
#define HILO_HILO_H_

#include "hilo/array_info.h"
#include "hilo/batch_executor.h"
#include "hilo/dtype.h"
#include "hilo/error.h"
#include "hilo/generate.h"
#include "hilo/merge.h"
#include "hilo/moments.h"
#include "hilo/profile.h"
#include "hilo/row_table.h"
#include "hilo/saved_run.h"
#include "hilo/stats.h"
#include "hilo/summary.h"
#include "hilo/transform.h"
#include "hilo/version.h"

#endif  // HILO_HILO_H_
