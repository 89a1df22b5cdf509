// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import org.packetloom.message.form.RecordCodec;

/**
 * Writes values of one type into messages and reads them back; incubating.
 *
 * <p>{@link #of(Class)} makes one from the components of a record, or from the records of a sealed
 * interface. It accepts as components: primitives and their boxes, {@code String}, enums, records,
 * sealed interfaces of records, {@code Optional}, {@code List}, {@code Set}, {@code Map}, arrays,
 * {@code UUID}, {@code Duration} and {@code Instant}; never null. Elements of sets and keys of maps
 * must be {@code Comparable} with their own type, or enums: others can be chosen by a peer so that
 * their hash codes collide. Lists, sets and maps that were read cannot be changed, and have the
 * order in which they were written.
 *
 * <h2>Format</h2>
 *
 * <p>A message is one value and nothing behind it. There are no names, types or versions in it:
 * both sides need the same declarations. Each value has one form only; another is an error.
 *
 * <table>
 * <caption>Forms of values</caption>
 * <tr><th>type</th><th>bytes</th></tr>
 * <tr><td>number</td><td>(not a type: part of the others) 1 to 9 bytes, seven bits each, the least
 *     first; bit 7 says that another follows; the ninth holds eight bits. No leading zeros.</td></tr>
 * <tr><td>byte, boolean</td><td>1; a boolean is 0 or 1</td></tr>
 * <tr><td>char</td><td>a number, at most 65535</td></tr>
 * <tr><td>short, int, long</td><td>a number, zigzag: 0, −1, 1, −2 … are 0, 1, 2, 3 …</td></tr>
 * <tr><td>float, double</td><td>4 or 8, IEEE 754 bits, the highest byte first</td></tr>
 * <tr><td>String</td><td>how many bytes (number), then UTF-8</td></tr>
 * <tr><td>enum</td><td>place among the constants, from 0 (number)</td></tr>
 * <tr><td>record</td><td>its components in order; none takes no byte</td></tr>
 * <tr><td>sealed interface</td><td>1: place of the record among the permitted ones, from 0, those
 *     of a nested sealed interface at its place; then the record</td></tr>
 * <tr><td>Optional</td><td>1: 0 if empty, else 1; then the value</td></tr>
 * <tr><td>List, Set, array</td><td>how many elements (number), then each; an element that takes no
 *     byte is written as one byte 0</td></tr>
 * <tr><td>Map</td><td>how many entries (number), then key and value of each</td></tr>
 * <tr><td>UUID</td><td>16, the highest byte first</td></tr>
 * <tr><td>Duration, Instant</td><td>seconds (as a long), then nanoseconds (number, at most
 *     999999999)</td></tr>
 * </table>
 *
 * <p>Constants added at the end of an enum, and records added at the end of a sealed interface,
 * leave the forms of the others as they are.
 *
 * <p>Whatever the bytes, reading takes memory in proportion to them alone: how many elements are
 * claimed is checked against how many bytes are there before anything is allocated. Records may be
 * nested in one another 64 deep.
 *
 * <p>Codecs of {@link #of(Class)} are immutable; any thread may use them.
 *
 * @param <T> type of the values
 */
public interface Codec<T> {
  /**
   * Makes a codec from declarations. What is not public is reached if its package is open to the
   * module {@code org.packetloom}, as all are on the class path.
   *
   * @param <T> type of the values
   * @param type a record, or a sealed interface of records
   * @return the codec
   * @throws IllegalArgumentException if a component is of a type that cannot be encoded, or is out
   *     of reach, naming it and the remedy
   */
  static <T> Codec<T> of(Class<T> type) {
    return RecordCodec.of(type);
  }

  /**
   * Makes a codec from declarations that need not be open to us.
   *
   * @param <T> type of the values
   * @param lookup {@link MethodHandles#lookup} called in the module of the records
   * @param type a record, or a sealed interface of records
   * @return the codec
   * @throws IllegalArgumentException if a component is of a type that cannot be encoded, or is out
   *     of reach, naming it and the remedy
   */
  static <T> Codec<T> of(MethodHandles.Lookup lookup, Class<T> type) {
    return RecordCodec.of(lookup, type);
  }

  /**
   * Writes a value.
   *
   * @param value the value
   * @param into it is put at the position, which moves behind it
   * @throws java.nio.BufferOverflowException if there is less room; the position is as before
   * @throws NullPointerException if a component is null, naming it
   * @throws IllegalArgumentException if a string is no text of Unicode, or records are nested too
   *     deep
   */
  void encode(T value, ByteBuffer into);

  /**
   * Reads a value.
   *
   * @param from its remaining bytes are the value; its position moves to its limit
   * @return the value
   * @throws DecodeException if they are not what {@link #encode} writes, or are more than that, or
   *     a constructor does not accept what was read; the position is as before
   */
  T decode(ByteBuffer from) throws DecodeException;

  /**
   * Writes a value once, to be sent to several connections.
   *
   * @param value the value
   * @return its bytes
   * @throws IllegalArgumentException as {@link #encode}, and if it has more than {@link
   *     ChannelConfig#MAX_MESSAGE_SIZE}
   */
  default SharedPayload toPayload(T value) {
    return SharedPayload.of(new EncodeBuffer().encoded(this, value));
  }
}
