// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.flight;

/** Something that takes time and is recorded once it has ended; of the thread that began it. */
public interface Span {
  /** Is not recorded. */
  Span NONE =
      new Span() {
        @Override
        public boolean finish() {
          return false;
        }

        @Override
        public void tell(String subject, String ends, long number, String failure) {}
      };

  /**
   * Ends it.
   *
   * @return whether it is to be told: it is recorded, and took long enough
   */
  boolean finish();

  /**
   * Records it.
   *
   * @param subject what it was about
   * @param ends both end points, as far as known
   * @param number how many there are of what the event counts
   * @param failure why it failed, empty if it has not
   */
  void tell(String subject, String ends, long number, String failure);
}
