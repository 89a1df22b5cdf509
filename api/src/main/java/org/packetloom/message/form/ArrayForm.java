// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.util.Map;

/** The form of an array of primitives: how many, then each. */
record ArrayForm<A>(Class<A> type, int leastElement, Writer<A> writer, Reader<A> reader)
    implements Form {
  /** All of them, by type. */
  static final Map<Class<?>, ArrayForm<?>> ALL =
      Map.ofEntries(
          of(byte[].class, 1, ArrayForm::writeBytes, ArrayForm::readBytes),
          of(boolean[].class, 1, ArrayForm::writeBooleans, ArrayForm::readBooleans),
          of(char[].class, 1, ArrayForm::writeChars, ArrayForm::readChars),
          of(short[].class, 1, ArrayForm::writeShorts, ArrayForm::readShorts),
          of(int[].class, 1, ArrayForm::writeInts, ArrayForm::readInts),
          of(long[].class, 1, ArrayForm::writeLongs, ArrayForm::readLongs),
          of(float[].class, Float.BYTES, ArrayForm::writeFloats, ArrayForm::readFloats),
          of(double[].class, Double.BYTES, ArrayForm::writeDoubles, ArrayForm::readDoubles));

  /** Puts how many there are, and the elements. */
  @FunctionalInterface
  interface Writer<A> {
    void write(A array, ByteBuffer into);
  }

  /** Takes so many elements. */
  @FunctionalInterface
  interface Reader<A> {
    A read(ByteBuffer from, int count) throws BadInput;
  }

  private static <A> Map.Entry<Class<?>, ArrayForm<?>> of(
      Class<A> type, int leastElement, Writer<A> writer, Reader<A> reader) {
    return Map.entry(type, new ArrayForm<>(type, leastElement, writer, reader));
  }

  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    writer.write(type.cast(value), into);
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    return reader.read(from, Form.readCount(from, leastElement));
  }

  @Override
  public int leastSize() {
    return 1;
  }

  private static void writeBytes(byte[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    into.put(array);
  }

  private static byte[] readBytes(ByteBuffer from, int count) {
    var array = new byte[count];
    from.get(array);
    return array;
  }

  private static void writeBooleans(boolean[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeBoolean(each, into);
    }
  }

  private static boolean[] readBooleans(ByteBuffer from, int count) throws BadInput {
    var array = new boolean[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readBoolean(from);
    }
    return array;
  }

  private static void writeChars(char[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeChar(each, into);
    }
  }

  private static char[] readChars(ByteBuffer from, int count) throws BadInput {
    var array = new char[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readChar(from);
    }
    return array;
  }

  private static void writeShorts(short[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeShort(each, into);
    }
  }

  private static short[] readShorts(ByteBuffer from, int count) throws BadInput {
    var array = new short[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readShort(from);
    }
    return array;
  }

  private static void writeInts(int[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeInt(each, into);
    }
  }

  private static int[] readInts(ByteBuffer from, int count) throws BadInput {
    var array = new int[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readInt(from);
    }
    return array;
  }

  private static void writeLongs(long[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeLong(each, into);
    }
  }

  private static long[] readLongs(ByteBuffer from, int count) throws BadInput {
    var array = new long[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readLong(from);
    }
    return array;
  }

  private static void writeFloats(float[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeFloat(each, into);
    }
  }

  private static float[] readFloats(ByteBuffer from, int count) throws BadInput {
    var array = new float[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readFloat(from);
    }
    return array;
  }

  private static void writeDoubles(double[] array, ByteBuffer into) {
    Numbers.writeNumber(array.length, into);
    for (var each : array) {
      Numbers.writeDouble(each, into);
    }
  }

  private static double[] readDoubles(ByteBuffer from, int count) throws BadInput {
    var array = new double[count];
    for (int i = 0; i < count; i++) {
      array[i] = Numbers.readDouble(from);
    }
    return array;
  }
}
