// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A sealed interface of records: a tag, then the record. */
final class SealedForm implements Form {
  /** So many tags there are. */
  static final int MAX_CASES = 256;

  private final Map<Class<?>, Integer> tags = new IdentityHashMap<>();
  // Written by bind, once, before the form is used: records may have this form themselves.
  private Form[] forms = {};

  /** Of the records in the order of their tags. */
  SealedForm(List<Class<?>> cases) {
    for (int i = 0; i < cases.size(); i++) {
      tags.put(cases.get(i), i);
    }
  }

  /** Gives it the forms of the records. */
  void bind(List<Form> all) {
    forms = all.toArray(Form[]::new);
  }

  @Override
  public void write(Object value, ByteBuffer into, int depth) {
    int tag = tags.get(value.getClass());
    into.put((byte) tag);
    forms[tag].write(value, into, depth);
  }

  @Override
  public Object read(ByteBuffer from, int depth) throws BadInput {
    int tag = Numbers.readByte(from) & 0xFF;
    if (tag >= forms.length) {
      throw new BadInput(from.position() - 1, "tag %d of %d".formatted(tag, forms.length));
    }
    return forms[tag].read(from, depth);
  }

  @Override
  public int leastSize() {
    return 1;
  }
}
