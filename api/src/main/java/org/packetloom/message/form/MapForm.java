// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map: how many entries, then key and value of each. */
record MapForm(ElementForm key, ElementForm value) implements Form {
  @Override
  public void write(Object map, ByteBuffer into, int depth) {
    var entries = (Map<?, ?>) map;
    Numbers.writeNumber(entries.size(), into);
    for (var each : entries.entrySet()) {
      key.write(each.getKey(), into, depth);
      value.write(each.getValue(), into, depth);
    }
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    int least = key.leastSize() + value.leastSize();
    int count = Form.readCount(from, least);
    var entries = new LinkedHashMap<Object, Object>();
    for (int i = 0; i < count; i++) {
      int at = from.position();
      long reserved = (count - 1L - i) * least;
      Object name = key.read(from, depth, i, reserved + value.leastSize());
      if (entries.containsKey(name)) {
        throw new BadInput(at, "a key that was there before").at(i);
      }
      entries.put(name, value.read(from, depth, i, reserved));
    }
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public int leastSize() {
    return 1;
  }
}
