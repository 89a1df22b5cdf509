// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A list, or an array of objects: how many, then each. */
final class SequenceForm implements Form {
  private final ElementForm element;
  private final Class<?> elementType;
  private final boolean isArray;

  private SequenceForm(ElementForm element, Class<?> elementType, boolean isArray) {
    this.element = element;
    this.elementType = elementType;
    this.isArray = isArray;
  }

  static SequenceForm ofList(Form element) {
    return new SequenceForm(new ElementForm(element), Object.class, false);
  }

  static SequenceForm ofArray(Form element, Class<?> elementType) {
    return new SequenceForm(new ElementForm(element), elementType, true);
  }

  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    var elements = isArray ? Arrays.asList((Object[]) value) : (List<?>) value;
    int count = elements.size();
    Numbers.writeNumber(count, into);
    for (var each : elements) {
      element.write(each, into, depth);
    }
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    int least = element.leastSize();
    int count = Form.readCount(from, least);
    if (count == 0 && !isArray) {
      return List.of();
    }
    var elements = (Object[]) Array.newInstance(elementType, count);
    for (int i = 0; i < count; i++) {
      elements[i] = element.read(from, depth, i, (count - 1L - i) * least);
    }
    return isArray ? elements : Collections.unmodifiableList(Arrays.asList(elements));
  }

  @Override
  public int leastSize() {
    return 1;
  }
}
