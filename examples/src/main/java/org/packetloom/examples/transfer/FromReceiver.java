// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

/** What the receiver of a file answers. */
sealed interface FromReceiver {
  /** Go ahead. */
  record Accepted() implements FromReceiver {}

  /** It will not be had. */
  record Refused(String reason) implements FromReceiver {
    private static final int LENGTH = 300;

    public Refused {
      if (reason.length() > LENGTH || reason.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("not " + LENGTH + " characters of plain text");
      }
    }

    /** A reason, cut to what may be said. */
    static Refused of(String reason) {
      var plain = reason.replaceAll("\\p{Cntrl}", " ");
      return new Refused(plain.substring(0, Math.min(LENGTH, plain.length())));
    }
  }

  /** It is there, and has the digest that was told. */
  record Stored() implements FromReceiver {}
}
