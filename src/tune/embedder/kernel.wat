;; Product of two matrices of 32-bit floats, four rows by eight columns at a time. Assembled by
;; scripts/assemble-kernel.ts, which knows the instructions used here and no others.
;;
;; multiply(a, aEnd, aStride, depth, panel, c, cStride)
;;   a, aEnd   rows of the left matrix, a multiple of four of them, aStride bytes apart
;;   depth     bytes of a row that are used: a multiple of 8
;;   panel     eight columns of the right matrix, one row of eight values after the other
;;   c         where the first of the eight columns of the product goes, rows cStride bytes apart
;;
;; Each value is summed in the order of the depth, with a rounding after each product and each sum,
;; as Math.fround does it: the plain version gives the same bits.
(module
  (import "host" "memory" (memory 1 16384 shared))
  (func (export "multiply")
    (param $a i32) (param $aEnd i32) (param $aStride i32) (param $depth i32)
    (param $panel i32) (param $c i32) (param $cStride i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32) (local $end i32) (local $p i32)
    (local $b0 v128) (local $b1 v128) (local $s v128)
    (local $c00 v128) (local $c01 v128) (local $c10 v128) (local $c11 v128)
    (local $c20 v128) (local $c21 v128) (local $c30 v128) (local $c31 v128)
    (loop $nextRows
      (local.set $c00 (v128.const i32x4 0 0 0 0))
      (local.set $c01 (v128.const i32x4 0 0 0 0))
      (local.set $c10 (v128.const i32x4 0 0 0 0))
      (local.set $c11 (v128.const i32x4 0 0 0 0))
      (local.set $c20 (v128.const i32x4 0 0 0 0))
      (local.set $c21 (v128.const i32x4 0 0 0 0))
      (local.set $c30 (v128.const i32x4 0 0 0 0))
      (local.set $c31 (v128.const i32x4 0 0 0 0))
      (local.set $a0 (local.get $a))
      (local.set $a1 (i32.add (local.get $a0) (local.get $aStride)))
      (local.set $a2 (i32.add (local.get $a1) (local.get $aStride)))
      (local.set $a3 (i32.add (local.get $a2) (local.get $aStride)))
      (local.set $end (i32.add (local.get $a) (local.get $depth)))
      (local.set $p (local.get $panel))
      (loop $nextStep
        (local.set $b0 (v128.load (local.get $p)))
        (local.set $b1 (v128.load offset=16 (local.get $p)))
        (local.set $s (v128.load32_splat (local.get $a0)))
        (local.set $c00
          (f32x4.add (local.get $c00) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c01
          (f32x4.add (local.get $c01) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $s (v128.load32_splat (local.get $a1)))
        (local.set $c10
          (f32x4.add (local.get $c10) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c11
          (f32x4.add (local.get $c11) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $s (v128.load32_splat (local.get $a2)))
        (local.set $c20
          (f32x4.add (local.get $c20) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c21
          (f32x4.add (local.get $c21) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $s (v128.load32_splat (local.get $a3)))
        (local.set $c30
          (f32x4.add (local.get $c30) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c31
          (f32x4.add (local.get $c31) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $b0 (v128.load offset=32 (local.get $p)))
        (local.set $b1 (v128.load offset=48 (local.get $p)))
        (local.set $s (v128.load32_splat offset=4 (local.get $a0)))
        (local.set $c00
          (f32x4.add (local.get $c00) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c01
          (f32x4.add (local.get $c01) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $s (v128.load32_splat offset=4 (local.get $a1)))
        (local.set $c10
          (f32x4.add (local.get $c10) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c11
          (f32x4.add (local.get $c11) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $s (v128.load32_splat offset=4 (local.get $a2)))
        (local.set $c20
          (f32x4.add (local.get $c20) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c21
          (f32x4.add (local.get $c21) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $s (v128.load32_splat offset=4 (local.get $a3)))
        (local.set $c30
          (f32x4.add (local.get $c30) (f32x4.mul (local.get $s) (local.get $b0))))
        (local.set $c31
          (f32x4.add (local.get $c31) (f32x4.mul (local.get $s) (local.get $b1))))
        (local.set $a0 (i32.add (local.get $a0) (i32.const 8)))
        (local.set $a1 (i32.add (local.get $a1) (i32.const 8)))
        (local.set $a2 (i32.add (local.get $a2) (i32.const 8)))
        (local.set $a3 (i32.add (local.get $a3) (i32.const 8)))
        (local.set $p (i32.add (local.get $p) (i32.const 64)))
        (br_if $nextStep (i32.lt_u (local.get $a0) (local.get $end))))
      (v128.store (local.get $c) (local.get $c00))
      (v128.store offset=16 (local.get $c) (local.get $c01))
      (local.set $c (i32.add (local.get $c) (local.get $cStride)))
      (v128.store (local.get $c) (local.get $c10))
      (v128.store offset=16 (local.get $c) (local.get $c11))
      (local.set $c (i32.add (local.get $c) (local.get $cStride)))
      (v128.store (local.get $c) (local.get $c20))
      (v128.store offset=16 (local.get $c) (local.get $c21))
      (local.set $c (i32.add (local.get $c) (local.get $cStride)))
      (v128.store (local.get $c) (local.get $c30))
      (v128.store offset=16 (local.get $c) (local.get $c31))
      (local.set $c (i32.add (local.get $c) (local.get $cStride)))
      (local.set $a
        (i32.add (i32.add (local.get $a) (i32.add (local.get $aStride) (local.get $aStride)))
          (i32.add (local.get $aStride) (local.get $aStride))))
      (br_if $nextRows (i32.lt_u (local.get $a) (local.get $aEnd))))))
