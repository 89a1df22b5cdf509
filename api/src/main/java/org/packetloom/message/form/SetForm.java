// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** A set: how many, then each. */
record SetForm(ElementForm element) implements Form {
  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    var elements = (Set<?>) value;
    Numbers.writeNumber(elements.size(), into);
    for (var each : elements) {
      element.write(each, into, depth);
    }
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    int least = element.leastSize();
    int count = Form.readCount(from, least);
    var elements = new LinkedHashSet<Object>();
    for (int i = 0; i < count; i++) {
      int at = from.position();
      if (!elements.add(element.read(from, depth, i, (count - 1L - i) * least))) {
        throw new BadInput(at, "an element that was there before").at(i);
      }
    }
    return Collections.unmodifiableSet(elements);
  }

  @Override
  public int leastSize() {
    return 1;
  }
}
