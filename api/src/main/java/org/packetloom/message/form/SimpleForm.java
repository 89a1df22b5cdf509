// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The form of a type that consists of no others. */
record SimpleForm<T>(Class<T> type, int leastSize, Writer<T> writer, Reader<T> reader)
    implements Form {
  private static final int BILLION = 1_000_000_000;

  /** All of them, by type. */
  static final Map<Class<?>, SimpleForm<?>> ALL =
      Map.ofEntries(
          of(Byte.class, 1, Numbers::writeByte, Numbers::readByte),
          of(Boolean.class, 1, Numbers::writeBoolean, Numbers::readBoolean),
          of(Character.class, 1, Numbers::writeChar, Numbers::readChar),
          of(Short.class, 1, Numbers::writeShort, Numbers::readShort),
          of(Integer.class, 1, Numbers::writeInt, Numbers::readInt),
          of(Long.class, 1, Numbers::writeLong, Numbers::readLong),
          of(Float.class, Float.BYTES, Numbers::writeFloat, Numbers::readFloat),
          of(Double.class, Double.BYTES, Numbers::writeDouble, Numbers::readDouble),
          of(String.class, 1, Text::write, Text::read),
          of(UUID.class, 16, SimpleForm::writeUuid, SimpleForm::readUuid),
          of(Duration.class, 2, SimpleForm::writeDuration, SimpleForm::readDuration),
          of(Instant.class, 2, SimpleForm::writeInstant, SimpleForm::readInstant));

  /** Puts a value of one type. */
  @FunctionalInterface
  interface Writer<T> {
    void write(T value, ByteBuffer into);
  }

  /** Takes a value of one type. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ByteBuffer from) throws BadInput;
  }

  private static <T> Map.Entry<Class<?>, SimpleForm<?>> of(
      Class<T> type, int leastSize, Writer<T> writer, Reader<T> reader) {
    return Map.entry(type, new SimpleForm<>(type, leastSize, writer, reader));
  }

  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    writer.write(type.cast(value), into);
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    return reader.read(from);
  }

  private static void writeUuid(UUID value, ByteBuffer into) {
    into.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
  }

  private static UUID readUuid(ByteBuffer from) throws BadInput {
    Numbers.ensureRemaining(from, 16);
    return new UUID(from.getLong(), from.getLong());
  }

  private static void writeDuration(Duration value, ByteBuffer into) {
    Numbers.writeLong(value.getSeconds(), into);
    Numbers.writeNumber(value.getNano(), into);
  }

  private static Duration readDuration(ByteBuffer from) throws BadInput {
    long seconds = Numbers.readLong(from);
    return Duration.ofSeconds(seconds, Numbers.readBelow(from, BILLION));
  }

  private static void writeInstant(Instant value, ByteBuffer into) {
    Numbers.writeLong(value.getEpochSecond(), into);
    Numbers.writeNumber(value.getNano(), into);
  }

  private static Instant readInstant(ByteBuffer from) throws BadInput {
    int at = from.position();
    long seconds = Numbers.readLong(from);
    if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
      throw new BadInput(at, seconds + " seconds are beyond all instants");
    }
    return Instant.ofEpochSecond(seconds, Numbers.readBelow(from, BILLION));
  }
}
