;; Makes the module of the text that `xtask/node/pack.mjs` wrote. The text is a row of streams: the opcodes, and for each
;; kind of operand one more, since brotli finds more in what is alike. Knowing no opcode but those that nest, this reads
;; from a table how each symbol of the stream of opcodes is written.
;;
;; In memory: at 0 for each stream where it stands and its shift, two words; at 128 the table, two bytes a symbol (the
;; opcode, its form), and behind it the module; behind that the text.
(module
  (memory (export "memory") 1)
  (global $out (mut i32) (i32.const 128))

  (func $emit (param $byte i32)
    (i32.store8 (global.get $out) (local.get $byte))
    (global.set $out (i32.add (global.get $out) (i32.const 1))))

  ;; The next byte of a stream: one character, shifted; or two, of which the first is above `y`.
  (func $next (param $stream i32) (result i32)
    (local $at i32) (local $code i32)
    (local.set $stream (i32.shl (local.get $stream) (i32.const 3)))
    (local.set $code (i32.load8_u (local.tee $at (i32.load (local.get $stream)))))
    (if (i32.gt_u (local.get $code) (i32.const 121))
      (then
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $code (i32.add
          (i32.mul (local.get $code) (i32.const 54))
          (i32.load8_u (local.get $at)))))
      (else (local.set $code (i32.add (local.get $code) (i32.load offset=4 (local.get $stream))))))
    (i32.store (local.get $stream) (i32.add (local.get $at) (i32.const 1)))
    (i32.and (local.get $code) (i32.const 255)))

  ;; Writes so many bytes of a stream, and says where they end.
  (func $copy (export "copy") (param $stream i32) (param $count i32) (result i32)
    (loop $bytes
      (if (local.get $count)
        (then
          (call $emit (call $next (local.get $stream)))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $bytes))))
    (global.get $out))

  ;; Writes so many functions. Streams: 1 opcodes, 2 locals, 3 whole instructions with their length in front.
  (func (export "write") (param $count i32)
    (local $start i32) (local $depth i32) (local $symbol i32) (local $opcode i32) (local $form i32) (local $byte i32)
    (loop $functions
      ;; Three bytes for the length, which is known at the end.
      (local.set $start (global.get $out))
      (global.set $out (i32.add (global.get $out) (i32.const 3)))
      ;; Groups of locals: how many, and of which type.
      (call $emit (local.tee $byte (call $next (i32.const 2))))
      (drop (call $copy (i32.const 2) (i32.shl (local.get $byte) (i32.const 1))))
      (local.set $depth (i32.const 1))
      (loop $instructions
        (local.set $symbol (i32.shl (call $next (i32.const 1)) (i32.const 1)))
        (local.set $opcode (i32.load8_u offset=128 (local.get $symbol)))
        (local.set $form (i32.load8_u offset=129 (local.get $symbol)))
        (if (i32.eq (local.get $form) (i32.const 3))
          (then (drop (call $copy (i32.const 3) (call $next (i32.const 3)))))
          (else
            (call $emit (local.get $opcode))
            ;; The alignment of a load or store, where the form holds one.
            (if (i32.ge_u (local.get $form) (i32.const 16))
              (then (call $emit (i32.sub (i32.shr_u (local.get $form) (i32.const 4)) (i32.const 1)))))
            ;; A number in seven bits a byte, from the stream that the form names.
            (if (local.tee $form (i32.and (local.get $form) (i32.const 15)))
              (then
                (loop $number
                  (call $emit (local.tee $byte (call $next (local.get $form))))
                  (br_if $number (i32.ge_u (local.get $byte) (i32.const 128))))))
            ;; block, loop and if nest; end ends.
            (local.set $depth (i32.sub
              (i32.add (local.get $depth)
                (i32.lt_u (i32.sub (local.get $opcode) (i32.const 2)) (i32.const 3)))
              (i32.eq (local.get $opcode) (i32.const 11))))))
        (br_if $instructions (local.get $depth)))
      (local.set $byte (i32.sub (i32.sub (global.get $out) (local.get $start)) (i32.const 3)))
      (i32.store8 (local.get $start) (i32.or (local.get $byte) (i32.const 128)))
      (i32.store8 offset=1 (local.get $start)
        (i32.or (i32.shr_u (local.get $byte) (i32.const 7)) (i32.const 128)))
      (i32.store8 offset=2 (local.get $start) (i32.shr_u (local.get $byte) (i32.const 14)))
      (br_if $functions (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))))
