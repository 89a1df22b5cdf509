// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message.form;

import org.jspecify.annotations.Nullable;
import org.packetloom.message.DecodeException;

/** Bytes have no value of the type that is read; each form it passes adds its part to the path. */
final class BadInput extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final StringBuilder path = new StringBuilder();

  /** Something is wrong at a position of the buffer. */
  BadInput(int position, String reason) {
    this(position, reason, null);
  }

  /** A value's own type does not accept it; the cause is null if it said nothing. */
  BadInput(int position, String reason, @Nullable Throwable cause) {
    super(reason, cause, false, false);
    this.position = position;
  }

  /** The same, seen from the record whose component was read. */
  BadInput within(String component) {
    path.insert(0, component).insert(0, '.');
    return this;
  }

  /** The same, seen from the collection whose element was read. */
  BadInput at(int index) {
    path.insert(0, "[" + index + "]");
    return this;
  }

  /** What callers get: the path from the type on, and the offset from the first byte. */
  DecodeException toDecodeException(String type, int start) {
    var component = type + path;
    return getCause() == null
        ? new DecodeException(component, position - start, getMessage())
        : new DecodeException(component, position - start, getMessage(), getCause());
  }
}
