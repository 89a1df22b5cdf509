// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * One component of a record: joins the form of its type with the record's accessor and constructor.
 *
 * <p>Primitives go through handles of their own type, so that none is boxed; their methods are
 * found by name.
 */
final class Component {
  private static final MethodHandles.Lookup OWN = MethodHandles.lookup();

  private final String recordName;
  private final String name;
  private final Class<?> type;
  private final Form form;

  Component(String recordName, String name, Class<?> type, Form form) {
    this.recordName = recordName;
    this.name = name;
    this.type = type;
    this.form = form;
  }

  int leastSize() {
    return form.leastSize();
  }

  /** Puts the component of a record, given its accessor: (Object, ByteBuffer, int)void. */
  MethodHandle writer(MethodHandle accessor) {
    var writer =
        own("write", MethodType.methodType(void.class, word(), ByteBuffer.class, int.class));
    var read = accessor.asType(accessor.type().changeReturnType(word()));
    return MethodHandles.filterArguments(writer, 0, read)
        .asType(MethodType.methodType(void.class, Object.class, ByteBuffer.class, int.class));
  }

  /** Takes the component: (ByteBuffer, int) and returns its type. */
  MethodHandle reader() {
    var reader = own("read", MethodType.methodType(word(), ByteBuffer.class, int.class));
    return reader.asType(reader.type().changeReturnType(type));
  }

  /** The type that the methods below know it by. */
  private Class<?> word() {
    return type.isPrimitive() ? type : Object.class;
  }

  private MethodHandle own(String verb, MethodType signature) {
    var word = word().getSimpleName();
    var method = verb + Character.toUpperCase(word.charAt(0)) + word.substring(1);
    try {
      return OWN.findVirtual(Component.class, method, signature).bindTo(this);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(method, e);
    }
  }

  void writeObject(Object value, ByteBuffer into, int depth) {
    if (value == null) {
      throw new NullPointerException(this + " is null");
    }
    form.write(value, into, depth);
  }

  Object readObject(ByteBuffer from, int depth) throws BadInput {
    try {
      return form.read(from, depth);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeByte(byte value, ByteBuffer into, int depth) {
    Numbers.writeByte(value, into);
  }

  byte readByte(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readByte(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeBoolean(boolean value, ByteBuffer into, int depth) {
    Numbers.writeBoolean(value, into);
  }

  boolean readBoolean(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readBoolean(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeChar(char value, ByteBuffer into, int depth) {
    Numbers.writeChar(value, into);
  }

  char readChar(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readChar(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeShort(short value, ByteBuffer into, int depth) {
    Numbers.writeShort(value, into);
  }

  short readShort(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readShort(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeInt(int value, ByteBuffer into, int depth) {
    Numbers.writeInt(value, into);
  }

  int readInt(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readInt(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeLong(long value, ByteBuffer into, int depth) {
    Numbers.writeLong(value, into);
  }

  long readLong(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readLong(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeFloat(float value, ByteBuffer into, int depth) {
    Numbers.writeFloat(value, into);
  }

  float readFloat(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readFloat(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  void writeDouble(double value, ByteBuffer into, int depth) {
    Numbers.writeDouble(value, into);
  }

  double readDouble(ByteBuffer from, int depth) throws BadInput {
    try {
      return Numbers.readDouble(from);
    } catch (BadInput e) {
      throw e.within(name);
    }
  }

  @Override
  public String toString() {
    return recordName + "." + name;
  }
}
