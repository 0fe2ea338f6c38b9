;; Products of many int8 rows with one query. Assembled by scripts/assemble-kernel.ts, which knows
;; the instructions used here and no others.
;;
;; scan(stride, query, queryEnd, rowA, rowB, outA, outB, outEndA)
;;   stride           bytes from one row to the next
;;   query, queryEnd  the query as i16, padded with zeros to a multiple of 32 values; what a row
;;                    holds beyond its end is multiplied by these zeros, so rows need no padding,
;;                    only 31 readable bytes after the last one
;;   rowA, outA       one i32 is written for each row from rowA on, until outEndA; at least one
;;   rowB, outB       the same number of rows elsewhere: two streams keep memory busier than one
;;
;; The query is widened once and the rows as they are loaded, so one multiply-and-add-pairs serves
;; eight dimensions. All sums are exact below 2^31 / 127^2 = 133,144 dimensions.
(module
  (import "host" "memory" (memory 1 16384 shared))
  (func (export "scan")
    (param $stride i32) (param $query i32) (param $queryEnd i32)
    (param $rowA i32) (param $rowB i32) (param $outA i32) (param $outB i32) (param $outEndA i32)
    (local $q i32) (local $pA i32) (local $pB i32) (local $v v128) (local $a v128) (local $b v128)
    (loop $nextRows
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $pA (local.get $rowA))
      (local.set $pB (local.get $rowB))
      (local.set $q (local.get $query))
      (loop $nextStep
        (local.set $v (v128.load (local.get $q)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $pA)) (local.get $v))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $pB)) (local.get $v))))
        (local.set $v (v128.load offset=16 (local.get $q)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $pA)) (local.get $v))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $pB)) (local.get $v))))
        (local.set $v (v128.load offset=32 (local.get $q)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $pA)) (local.get $v))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $pB)) (local.get $v))))
        (local.set $v (v128.load offset=48 (local.get $q)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $pA)) (local.get $v))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $pB)) (local.get $v))))
        (local.set $pA (i32.add (local.get $pA) (i32.const 32)))
        (local.set $pB (i32.add (local.get $pB) (i32.const 32)))
        (local.set $q (i32.add (local.get $q) (i32.const 64)))
        (br_if $nextStep (i32.lt_u (local.get $q) (local.get $queryEnd))))
      (i32.store (local.get $outA)
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
          (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
      (i32.store (local.get $outB)
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $b)) (i32x4.extract_lane 1 (local.get $b)))
          (i32.add (i32x4.extract_lane 2 (local.get $b)) (i32x4.extract_lane 3 (local.get $b)))))
      (local.set $rowA (i32.add (local.get $rowA) (local.get $stride)))
      (local.set $rowB (i32.add (local.get $rowB) (local.get $stride)))
      (local.set $outA (i32.add (local.get $outA) (i32.const 4)))
      (local.set $outB (i32.add (local.get $outB) (i32.const 4)))
      (br_if $nextRows (i32.lt_u (local.get $outA) (local.get $outEndA))))))
