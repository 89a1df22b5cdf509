// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.packetloom.message.Codec;
import org.packetloom.message.DecodeException;

/**
 * A codec that is made from declarations.
 *
 * @param <T> type of the values
 */
public final class RecordCodec<T> implements Codec<T> {
  private final Class<T> type;
  private final Form form;

  private RecordCodec(Class<T> type, Form form) {
    this.type = type;
    this.form = form;
  }

  /**
   * Makes a codec with our own rights.
   *
   * @param <T> type of the values
   * @param type a record, or a sealed interface of records
   * @return the codec
   * @throws IllegalArgumentException as {@link Codec#of(Class)}
   */
  public static <T> RecordCodec<T> of(Class<T> type) {
    return new RecordCodec<>(type, new FormBinder(new Reach(null)).bind(type));
  }

  /**
   * Makes a codec with the rights of a caller, or else our own.
   *
   * @param <T> type of the values
   * @param lookup what the caller may reach
   * @param type a record, or a sealed interface of records
   * @return the codec
   * @throws IllegalArgumentException as {@link Codec#of(MethodHandles.Lookup, Class)}
   */
  public static <T> RecordCodec<T> of(MethodHandles.Lookup lookup, Class<T> type) {
    return new RecordCodec<>(type, new FormBinder(new Reach(lookup)).bind(type));
  }

  @Override
  public void encode(T value, ByteBuffer into) {
    int start = into.position();
    var order = into.order();
    boolean isDone = false;
    try {
      form.write(type.cast(value), into.order(ByteOrder.BIG_ENDIAN), 0);
      isDone = true;
    } finally {
      into.order(order);
      if (!isDone) {
        into.position(start);
      }
    }
  }

  @Override
  public T decode(ByteBuffer from) throws DecodeException {
    int start = from.position();
    var order = from.order();
    boolean isDone = false;
    try {
      var value = type.cast(form.read(from.order(ByteOrder.BIG_ENDIAN), 0));
      if (from.hasRemaining()) {
        throw new BadInput(from.position(), from.remaining() + " bytes too many");
      }
      isDone = true;
      return value;
    } catch (BadInput e) {
      throw e.toDecodeException(type.getSimpleName(), start);
    } finally {
      from.order(order);
      if (!isDone) {
        from.position(start);
      }
    }
  }

  @Override
  public String toString() {
    return "codec of " + type.getName();
  }
}
