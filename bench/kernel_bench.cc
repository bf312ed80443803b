// The rates of the kernels in second-level cache, for each instruction set and each kind of values,
// beside an inexact mean and standard deviation in two passes; and the times of what is done once a
// file. Answers are checked before they are timed: against the slow twin, bit for bit.
//
// usage: build/release/bench/kernel_bench [--benchmark_filter=REGEX]
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "decode/npy_header.h"
#include "hilo/moments.h"
#include "kernel/reference.h"
#include "kernel/target.h"

namespace hilo {
namespace {

constexpr std::size_t kBytes = std::size_t{1} << 17;
constexpr std::size_t kAlignment = 4096;

// Memory aligned like the buffer of a reader.
class Buffer {
 public:
  Buffer() : data_(std::aligned_alloc(kAlignment, kBytes)) {}
  ~Buffer() { std::free(data_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  void* data() { return data_; }
  template <typename T>
  std::span<T> as() {
    return {static_cast<T*>(data_), kBytes / sizeof(T)};
  }

 private:
  void* data_;
};

using Fill = std::function<void(Buffer&, std::mt19937_64&)>;

template <typename T>
Fill normal_values() {
  return [](Buffer& buffer, std::mt19937_64& random) {
    std::normal_distribution<T> normal;
    for (T& value : buffer.as<T>()) value = normal(random);
  };
}

void fill_random_bits(Buffer& buffer, std::mt19937_64& random) {
  for (std::uint64_t& word : buffer.as<std::uint64_t>()) word = random();
}

void fill_all_exponents(Buffer& buffer, std::mt19937_64& random) {
  for (double& value : buffer.as<double>()) {
    do {
      const std::uint64_t bits = random();
      std::memcpy(&value, &bits, sizeof value);
    } while (!std::isfinite(value));
  }
}

void fill_swapped(Buffer& buffer, std::mt19937_64& random) {
  normal_values<double>()(buffer, random);
  for (std::uint64_t& word : buffer.as<std::uint64_t>()) word = __builtin_bswap64(word);
}

// One value in forty is far below the others.
void fill_some_tiny(Buffer& buffer, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  for (double& value : buffer.as<double>()) {
    value = std::ldexp(normal(random), random() % 40 == 0 ? -60 : 0);
  }
}

// Halves of ordinary size: no NaN, no infinity.
void fill_halves(Buffer& buffer, std::mt19937_64& random) {
  for (std::uint16_t& value : buffer.as<std::uint16_t>()) {
    value = static_cast<std::uint16_t>(random() & 0xBFFF);
  }
}

void fill_bools(Buffer& buffer, std::mt19937_64& random) {
  for (std::uint8_t& value : buffer.as<std::uint8_t>()) value = random() & 1;
}

struct Values {
  const char* name;
  Dtype dtype;
  Fill fill;
};

const std::vector<Values>& all_values() {
  static const std::vector<Values> values = {
      {"f8_normal", {Kind::float64}, normal_values<double>()},
      {"f8_swapped", {Kind::float64, std::endian::big}, fill_swapped},
      {"f8_some_tiny", {Kind::float64}, fill_some_tiny},
      {"f8_all_exponents", {Kind::float64}, fill_all_exponents},
      {"f4_normal", {Kind::float32}, normal_values<float>()},
      {"f2", {Kind::float16}, fill_halves},
      {"b1", {Kind::boolean}, fill_bools},
      {"i1", {Kind::int8}, fill_random_bits},
      {"i2", {Kind::int16}, fill_random_bits},
      {"i4", {Kind::int32}, fill_random_bits},
      {"i8", {Kind::int64}, fill_random_bits},
      {"u8", {Kind::uint64}, fill_random_bits},
  };
  return values;
}

void run_update(benchmark::State& state, const std::string& target, const Values& values) {
  if (!force_target(target)) return state.SkipWithError("not of this machine");
  std::mt19937_64 random(1);
  Buffer buffer;
  values.fill(buffer, random);
  const std::size_t count = kBytes / item_bytes(values.dtype.kind);

  Moments expected;
  add_reference(values.dtype, buffer.data(), count, expected.mutable_state());
  Moments found;
  if (!found.update(values.dtype, buffer.data(), count) || !(found == expected)) {
    return state.SkipWithError("differs from the reference");
  }
  Moments moments;
  for (auto _ : state) {
    if (!moments.update(values.dtype, buffer.data(), count)) state.SkipWithError("overflow");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kBytes));
  (void)force_target("");
}

// What everybody does: a mean, then squares of differences; eight sums, so that it vectorizes as
// far as the compiler's default instruction set goes.
void run_two_passes(benchmark::State& state) {
  std::mt19937_64 random(1);
  Buffer buffer;
  normal_values<double>()(buffer, random);
  const std::span<double> values = buffer.as<double>();
  const auto n = static_cast<double>(values.size());
  for (auto _ : state) {
    double sums[8] = {};
    for (std::size_t i = 0; i < values.size(); i += 8) {
      for (std::size_t j = 0; j < 8; ++j) sums[j] += values[i + j];
    }
    double mean = 0;
    for (const double sum : sums) mean += sum / n;
    double squares[8] = {};
    for (std::size_t i = 0; i < values.size(); i += 8) {
      for (std::size_t j = 0; j < 8; ++j) {
        const double difference = values[i + j] - mean;
        squares[j] += difference * difference;
      }
    }
    double var = 0;
    for (const double square : squares) var += square / n;
    benchmark::DoNotOptimize(std::sqrt(var));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kBytes));
}

Moments normal_moments(std::size_t count) {
  std::mt19937_64 random(1);
  Buffer buffer;
  normal_values<double>()(buffer, random);
  Moments moments;
  (void)moments.update(std::span<const double>(buffer.as<double>().first(count)));
  return moments;
}

void run_finalize(benchmark::State& state) {
  const Moments moments = normal_moments(10000);
  for (auto _ : state) benchmark::DoNotOptimize(moments.finalize());
}

void run_merge(benchmark::State& state) {
  const Moments moments = normal_moments(10000);
  Moments total;
  for (auto _ : state) {
    if (!total.merge(moments)) state.SkipWithError("overflow");
  }
}

void run_small_array(benchmark::State& state) {
  std::mt19937_64 random(1);
  Buffer buffer;
  normal_values<double>()(buffer, random);
  const std::span<const double> values = buffer.as<double>().first(112);
  for (auto _ : state) benchmark::DoNotOptimize(Moments::of(values));
}

void run_header(benchmark::State& state) {
  std::string head("\x93NUMPY\x01\x00\x76\x00", 10);
  head += "{'descr': '<f8', 'fortran_order': False, 'shape': (100000,), }";
  head.resize(127, ' ');
  head += '\n';
  const auto bytes = std::as_bytes(std::span(head));
  for (auto _ : state) {
    auto info = parse_npy_header(bytes, 128 + 800000);
    if (!info || info->size != 100000) state.SkipWithError("refused");
    benchmark::DoNotOptimize(info);
  }
}

void register_all() {
  for (const std::string& target : supported_targets()) {
    for (const Values& values : all_values()) {
      benchmark::RegisterBenchmark(
          ("update/" + target + "/" + values.name).c_str(),
          [&values, target](benchmark::State& state) { run_update(state, target, values); });
    }
  }
  benchmark::RegisterBenchmark("two_passes_inexact/f8_normal", run_two_passes);
  benchmark::RegisterBenchmark("small_array/112_f8", run_small_array);
  benchmark::RegisterBenchmark("finalize", run_finalize);
  benchmark::RegisterBenchmark("merge", run_merge);
  benchmark::RegisterBenchmark("parse_header", run_header);
}

}  // namespace
}  // namespace hilo

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  hilo::register_all();
  benchmark::RunSpecifiedBenchmarks();
}
