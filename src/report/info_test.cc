#include "report/info.h"

#include <gtest/gtest.h>

namespace hilo::report {
namespace {

ArrayInfo make_info() {
  ArrayInfo info;
  info.dtype = Dtype{Kind::int32, std::endian::big};
  info.shape = {3, 224};
  info.fortran_order = true;
  info.version_major = 2;
  info.data_offset = 128;
  info.size = 672;
  info.data_bytes = 2688;
  return info;
}

TEST(InfoTest, TableAlignsWhatTheHeadersSay) {
  EXPECT_EQ(info_table({{"a\x1b.npy", make_info()}, {"b", ArrayInfo{}}}, false),
            "path       dtype  shape  order  header_version  data_offset  data_bytes  size\n"
            "a\\x1b.npy  >i4    3x224  F      2.0                     128        2688   672\n"
            "b          <f8    ()     C      1.0                       0           0     0\n");
}

TEST(InfoTest, JsonHasAFileALine) {
  const Error error{ErrorCode::magic, "expected a, found b", "c"};
  EXPECT_EQ(info_json({{"a", make_info()}}, {error}),
            R"({"schema": "hilo.info/1", "version": "0.1.0",
 "files": [
  {"path": "a", "dtype": ">i4", "shape": [3, 224], "order": "F", "header_version": "2.0", )"
            R"("data_offset": 128, "data_bytes": 2688, "size": 672}
 ],
 "errors": [{"path": "c", "code": "MAGIC", "message": "expected a, found b"}]}
)");
}

TEST(InfoTest, JsonHasEmptyLists) {
  EXPECT_EQ(info_json({}, {}), R"({"schema": "hilo.info/1", "version": "0.1.0",
 "files": [],
 "errors": []}
)");
}

}  // namespace
}  // namespace hilo::report
