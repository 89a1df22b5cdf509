// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * What sockets of datagrams can do beyond what all descriptors can.
 *
 * <p>The rules are those of {@link Descriptors}.
 */
public interface DatagramSockets {
  /**
   * Whether a socket of datagrams has a feature.
   *
   * @param descriptor an internet socket of datagrams
   * @param feature which
   * @return 0 if it has
   */
  int hasFeature(int descriptor, DatagramFeature feature);

  /**
   * Switches a feature of a socket of datagrams.
   *
   * @param descriptor an internet socket of datagrams
   * @param feature which; not {@link DatagramFeature#SEGMENTATION}
   * @param isOn whether it is to be on
   * @return 0
   */
  int feature(int descriptor, DatagramFeature feature, boolean isOn);

  /**
   * Joins or leaves a multicast group.
   *
   * @param descriptor an internet socket of datagrams
   * @param membership which
   * @param isJoin whether to join
   * @return 0
   */
  int multicast(int descriptor, MulticastMembership membership, boolean isJoin);

  /**
   * Does not hear one sender to a group that was joined for all senders, or hears it again.
   *
   * @param descriptor an internet socket of datagrams
   * @param sender the group, and the sender as its source
   * @param isBlocked whether not to hear it
   * @return 0
   */
  int block(int descriptor, MulticastMembership sender, boolean isBlocked);

  /**
   * Makes storage for messages.
   *
   * @param capacity the most messages, at least 1
   * @param bytesEach the most bytes of each, at least 1
   * @return to be closed
   */
  MessageBatch batch(int capacity, int bytesEach);
}
