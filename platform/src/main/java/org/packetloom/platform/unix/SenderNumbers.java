// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

import org.packetloom.platform.Attachments;

/**
 * The control message that tells who sent a message through a Unix-domain socket.
 *
 * @param type of level SOL_SOCKET; {@link DatagramNumbers#NONE} if the system has none that is
 *     known here
 * @param size bytes of its data, ints all of them
 * @param process which of the ints is the number of the process
 * @param user which is that of the user
 * @param group which is that of the group
 */
public record SenderNumbers(int type, int size, int process, int user, int group) {
  Attachments.Sender sender(int[] ints) {
    return new Attachments.Sender(ints[process], ints[user], ints[group]);
  }
}
