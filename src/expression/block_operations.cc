// The part between the HWY_ macros is compiled once per instruction set.

#include "expression/block_operations.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "expression/block_operations.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kernel/dispatch.h"

HWY_BEFORE_NAMESPACE();
namespace hilo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, 8>;
using Vector = hn::Vec<D>;

// Each takes what it needs of a, b and c.
struct Add {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::Add(a, b); }
};
struct Subtract {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::Sub(a, b); }
};
struct Multiply {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::Mul(a, b); }
};
struct Divide {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::Div(a, b); }
};
struct Negate {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const { return hn::Neg(a); }
};
struct Absolute {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const { return hn::Abs(a); }
};
struct SquareRoot {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const { return hn::Sqrt(a); }
};
// A whole number next to a has the sign of a, zeros too; Highway's own loses theirs without SSE4.
struct Floor {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const {
    return hn::CopySign(hn::Floor(a), a);
  }
};
struct Ceil {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const {
    return hn::CopySign(hn::Ceil(a), a);
  }
};
struct Trunc {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const {
    return hn::CopySign(hn::Trunc(a), a);
  }
};
struct Rint {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const {
    return hn::CopySign(hn::Round(a), a);
  }
};
struct Choose {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector c) const {
    return hn::IfThenElse(hn::MaskFromVec(a), b, c);
  }
};
struct Less {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const {
    return hn::VecFromMask(D(), hn::Lt(a, b));
  }
};
struct LessEqual {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const {
    return hn::VecFromMask(D(), hn::Le(a, b));
  }
};
struct Equal {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const {
    return hn::VecFromMask(D(), hn::Eq(a, b));
  }
};
// Highway's own is false for NaN on some instruction sets.
struct NotEqual {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const {
    return hn::Not(hn::VecFromMask(D(), hn::Eq(a, b)));
  }
};
struct Both {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::And(a, b); }
};
struct Either {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::Or(a, b); }
};
struct Differ {
  HWY_ATTR Vector operator()(Vector a, Vector b, Vector) const { return hn::Xor(a, b); }
};
struct Invert {
  HWY_ATTR Vector operator()(Vector a, Vector, Vector) const { return hn::Not(a); }
};

template <typename Function>
HWY_ATTR void over(const double* a, const double* b, const double* c, std::size_t count,
                   double* out) {
  const D d;
  const Function function;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::Store(function(hn::Load(d, a + i), hn::Load(d, b + i), hn::Load(d, c + i)), d, out + i);
  }
}

void Compute(Operation operation, const double* a, const double* b, const double* c,
             std::size_t count, double* out) {
  switch (operation) {
    case Operation::add:
      return over<Add>(a, b, c, count, out);
    case Operation::subtract:
      return over<Subtract>(a, b, c, count, out);
    case Operation::multiply:
      return over<Multiply>(a, b, c, count, out);
    case Operation::divide:
      return over<Divide>(a, b, c, count, out);
    case Operation::negate:
      return over<Negate>(a, b, c, count, out);
    case Operation::absolute:
      return over<Absolute>(a, b, c, count, out);
    case Operation::square_root:
      return over<SquareRoot>(a, b, c, count, out);
    case Operation::floor:
      return over<Floor>(a, b, c, count, out);
    case Operation::ceil:
      return over<Ceil>(a, b, c, count, out);
    case Operation::trunc:
      return over<Trunc>(a, b, c, count, out);
    case Operation::rint:
      return over<Rint>(a, b, c, count, out);
    case Operation::choose:
      return over<Choose>(a, b, c, count, out);
    case Operation::less:
      return over<Less>(a, b, c, count, out);
    case Operation::less_equal:
      return over<LessEqual>(a, b, c, count, out);
    case Operation::equal:
      return over<Equal>(a, b, c, count, out);
    case Operation::not_equal:
      return over<NotEqual>(a, b, c, count, out);
    case Operation::both:
      return over<Both>(a, b, c, count, out);
    case Operation::either:
      return over<Either>(a, b, c, count, out);
    case Operation::differ:
      return over<Differ>(a, b, c, count, out);
    case Operation::invert:
      return over<Invert>(a, b, c, count, out);
    case Operation::element:
    case Operation::constant:
    case Operation::call1:
    case Operation::call2:
      return;
  }
}

HWY_ATTR void PackConditions(const double* conditions, std::size_t count, std::uint8_t* bits) {
  for (std::size_t i = 0; i < count; i += 8) {
    unsigned byte = 0;
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX2
    const D d;
    for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(d)) {
      std::uint8_t part[8];
      hn::StoreMaskBits(d, hn::MaskFromVec(hn::Load(d, conditions + i + lane)), part);
      byte |= static_cast<unsigned>(part[0]) << lane;
    }
#else
    for (std::size_t lane = 0; lane < 8; ++lane) {
      byte |= (conditions[i + lane] == 0 ? 0u : 1u) << lane;  // all bits set is a NaN
    }
#endif
    bits[i / 8] = static_cast<std::uint8_t>(byte);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace hilo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hilo {

HILO_EXPORT(Compute);
HILO_EXPORT(PackConditions);

void compute(Operation operation, const double* a, const double* b, const double* c,
             std::size_t count, double* out) {
  HILO_DISPATCH(Compute, Work::much)(operation, a, b, c, count, out);
}

void pack_conditions(const double* conditions, std::size_t count, std::uint8_t* bits) {
  HILO_DISPATCH(PackConditions, Work::much)(conditions, count, bits);
}

}  // namespace hilo
#endif  // HWY_ONCE
