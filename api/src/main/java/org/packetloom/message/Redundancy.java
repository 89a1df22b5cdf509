// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * How often messages of a channel are sent before anything is known to be lost; incubating.
 *
 * <p>Copies are put only into space that is left in datagrams which go out anyway, and only within
 * the rate; they cost bytes and save the time of a loss being noticed.
 *
 * @param kind when copies are made
 * @param copies the most copies of each message besides the first; 0 for {@link Kind#NONE}, {@link
 *     Integer#MAX_VALUE} for no limit
 */
public record Redundancy(Kind kind, int copies) {
  /** When copies are made. */
  public enum Kind {
    /** Never. */
    NONE,
    /** A given number of each message, one in each of the next datagrams. */
    COPIES,
    /** In every datagram until the message is acknowledged. */
    EAGER,
    /** As {@link #EAGER} while more than 2 % of the datagrams are lost, otherwise none. */
    ADAPTIVE
  }

  /** No copies. */
  public static final Redundancy NONE = new Redundancy(Kind.NONE, 0);

  /** A copy in every datagram, until the message is acknowledged. */
  public static final Redundancy EAGER = new Redundancy(Kind.EAGER, Integer.MAX_VALUE);

  /** As eager while the link loses more than 2 %, for messages under a quarter of a datagram. */
  public static final Redundancy ADAPTIVE = new Redundancy(Kind.ADAPTIVE, Integer.MAX_VALUE);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is negative, or not 0 for {@link Kind#NONE}
   */
  public Redundancy {
    if (copies < 0 || (kind == Kind.NONE) != (copies == 0)) {
      throw new IllegalArgumentException(kind + " with " + copies + " copies");
    }
  }

  /**
   * A given number of copies of each message.
   *
   * @param copies how many, 1 or more
   * @return that redundancy
   * @throws IllegalArgumentException if it is less than 1
   */
  public static Redundancy copies(int copies) {
    return new Redundancy(Kind.COPIES, copies);
  }
}
