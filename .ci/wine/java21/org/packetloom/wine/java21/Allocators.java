// SPDX-License-Identifier: Apache-2.0
package org.packetloom.wine.java21;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Allocation with a content, which was named differently. */
@Completes(SegmentAllocator.class)
public final class Allocators {
  private Allocators() {}

  public static MemorySegment allocate(
      SegmentAllocator allocator, MemoryLayout layout, long count) {
    return allocator.allocate(Math.multiplyExact(layout.byteSize(), count), layout.byteAlignment());
  }

  public static MemorySegment allocateFrom(SegmentAllocator allocator, String text) {
    return allocateFrom(allocator, text, StandardCharsets.UTF_8);
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, String text, Charset charset) {
    int terminator = Strings.terminator(charset);
    var bytes = text.getBytes(charset);
    var segment = allocator.allocate((long) bytes.length + terminator, terminator);
    Strings.write(segment, 0, bytes, terminator);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator,
      ValueLayout layout,
      MemorySegment source,
      ValueLayout sourceLayout,
      long sourceOffset,
      long count) {
    var segment = allocate(allocator, layout, count);
    MemorySegment.copy(source, sourceLayout, sourceOffset, segment, layout, 0, count);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfByte layout, byte value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfByte layout, byte... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfChar layout, char value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfChar layout, char... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfShort layout, short value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfShort layout, short... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfInt layout, int value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfInt layout, int... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfLong layout, long value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfLong layout, long... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfFloat layout, float value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfFloat layout, float... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfDouble layout, double value) {
    var segment = allocator.allocate(layout);
    segment.set(layout, 0, value);
    return segment;
  }

  public static MemorySegment allocateFrom(
      SegmentAllocator allocator, ValueLayout.OfDouble layout, double... values) {
    var segment = allocate(allocator, layout, values.length);
    MemorySegment.copy(values, 0, segment, layout, 0, values.length);
    return segment;
  }
}
