// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.util.Optional;

/** An optional: whether it is there, then the value. */
record OptionalForm(Form value) implements Form {
  @Override
  public void write(Object optional, ByteBuffer into, int depth) {
    var content = (Optional<?>) optional;
    Numbers.writeBoolean(content.isPresent(), into);
    if (content.isPresent()) {
      value.write(content.get(), into, depth);
    }
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    return Numbers.readBoolean(from) ? Optional.of(value.read(from, depth)) : Optional.empty();
  }

  @Override
  public int leastSize() {
    return 1;
  }
}
