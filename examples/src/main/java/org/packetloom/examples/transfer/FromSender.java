// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.transfer;

/** What the sender of a file tells the receiver, besides its bytes. */
sealed interface FromSender {
  /** The file that is to come. */
  record Offer(String name, long size) implements FromSender {
    /** The longest name. */
    static final int NAME_LENGTH = 255;

    public Offer {
      if (!isName(name)) {
        throw new IllegalArgumentException("'" + name + "' is no name of a file");
      }
      if (size < 0) {
        throw new IllegalArgumentException("size " + size);
      }
    }

    /** Names that stay in their folder, and on one line. */
    private static boolean isName(String name) {
      return !name.isBlank()
          && name.length() <= NAME_LENGTH
          && !name.equals(".")
          && !name.equals("..")
          && name.chars()
              .noneMatch(unit -> unit == '/' || unit == '\\' || Character.isISOControl(unit));
    }
  }

  /** All has been sent; SHA-256 of what was. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Finished(byte[] digest) implements FromSender {}
}
