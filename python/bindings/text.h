// Names of files cross between Python and C++ as Python's own functions do it: a byte that is not
// UTF-8 becomes a lone surrogate and back.
#ifndef HILO_PYTHON_BINDINGS_TEXT_H_
#define HILO_PYTHON_BINDINGS_TEXT_H_

#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <string_view>
#include <vector>

namespace hilo::python {

namespace nb = nanobind;

// os.fsdecode(bytes)
inline nb::str decoded(std::string_view bytes) {
  PyObject* text =
      PyUnicode_DecodeFSDefaultAndSize(bytes.data(), static_cast<Py_ssize_t>(bytes.size()));
  if (text == nullptr) nb::raise_python_error();
  return nb::steal<nb::str>(text);
}

inline nb::bytes bytes_of(std::string_view text) { return nb::bytes(text.data(), text.size()); }

inline std::string text_of(const nb::bytes& bytes) { return {bytes.c_str(), bytes.size()}; }

inline std::vector<std::string> texts_of(const std::vector<nb::bytes>& list) {
  std::vector<std::string> texts;
  texts.reserve(list.size());
  for (const nb::bytes& bytes : list) texts.push_back(text_of(bytes));
  return texts;
}

}  // namespace hilo::python

#endif  // HILO_PYTHON_BINDINGS_TEXT_H_
