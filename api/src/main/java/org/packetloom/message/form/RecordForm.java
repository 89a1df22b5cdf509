// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** A record: its components in order. */
final class RecordForm implements Form {
  private static final int UNKNOWN = -1;
  private static final int BEING_ADDED = -2;

  private final Class<?> type;
  // Written by bind, once, before the form is used: components may have this form themselves.
  private List<Component> components = List.of();
  private MethodHandle[] writers = {};
  private MethodHandle reader;
  private int leastSize = UNKNOWN;

  RecordForm(Class<?> type) {
    this.type = type;
  }

  /** Gives it what it consists of: an accessor for each component, and the constructor of all. */
  void bind(List<Component> all, List<MethodHandle> accessors, MethodHandle constructor) {
    components = all;
    writers =
        IntStream.range(0, all.size())
            .mapToObj(i -> all.get(i).writer(accessors.get(i)))
            .toArray(MethodHandle[]::new);
    reader = reader(all, constructor);
  }

  /**
   * Puts the readers of all components in the places of the constructor's arguments. The last is
   * put first, since the one put last runs first; after each, the two arguments (ByteBuffer, int)
   * that it needs are joined with those of the readers behind it.
   */
  private static MethodHandle reader(List<Component> all, MethodHandle constructor) {
    var target = MethodHandles.dropArguments(constructor, all.size(), ByteBuffer.class, int.class);
    for (int i = all.size() - 1; i >= 0; i--) {
      var spread = MethodHandles.collectArguments(target, i, all.get(i).reader());
      var order = IntStream.concat(IntStream.range(0, i + 2), IntStream.of(i, i + 1)).toArray();
      target =
          MethodHandles.permuteArguments(
              spread, spread.type().dropParameterTypes(i + 2, i + 4), order);
    }
    return target.asType(MethodType.methodType(Object.class, ByteBuffer.class, int.class));
  }

  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    if (depth >= MAX_DEPTH) {
      throw new IllegalArgumentException(
          type.getName() + ": records nested more than " + MAX_DEPTH + " deep");
    }
    try {
      for (var writer : writers) {
        writer.invokeExact(value, into, depth + 1);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UndeclaredThrowableException(e);
    }
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    int at = from.position();
    if (depth >= MAX_DEPTH) {
      throw new BadInput(at, "records nested more than " + MAX_DEPTH + " deep");
    }
    try {
      return (Object) reader.invokeExact(from, depth + 1);
    } catch (BadInput | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new BadInput(at, type.getSimpleName() + " does not accept it: " + e, e);
    }
  }

  @Override
  public int leastSize() {
    if (leastSize == BEING_ADDED) {
      throw new IllegalArgumentException(type.getName() + " contains itself always");
    }
    if (leastSize == UNKNOWN) {
      leastSize = BEING_ADDED;
      leastSize = components.stream().mapToInt(Component::leastSize).sum();
    }
    return leastSize;
  }
}
