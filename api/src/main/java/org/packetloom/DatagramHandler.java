// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** Handles one datagram. */
@FunctionalInterface
public interface DatagramHandler {
  /**
   * Handles a datagram, on the virtual thread that has received it; that thread receives the next
   * one when this method has returned.
   *
   * @param datagram is valid until this method returns; bytes to be kept have to be copied
   * @throws Exception for any reason: reported to the server's failure listener, harms nobody else
   */
  void handle(ReceivedDatagram datagram) throws Exception;
}
