// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;

/** An enum: the place of the constant. */
@SuppressWarnings("EnumOrdinal") // the form of an enum is its ordinal
final class EnumForm implements Form {
  private final Object[] constants;

  EnumForm(Class<?> type) {
    constants = type.getEnumConstants();
    if (constants.length == 0) {
      throw new IllegalArgumentException("enum " + type.getName() + " has no constants");
    }
  }

  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    Numbers.writeNumber(((Enum<?>) value).ordinal(), into);
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    return constants[Numbers.readBelow(from, constants.length)];
  }

  @Override
  public int leastSize() {
    return 1;
  }
}
