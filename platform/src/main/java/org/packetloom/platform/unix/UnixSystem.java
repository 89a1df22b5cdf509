// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.unix;

/**
 * What one Unix differs in from another, as values: shared code is given them, and asks nowhere
 * which system it runs on.
 *
 * @param errors its error numbers
 * @param open its constants of fcntl.h
 * @param sockets its constants of sys/socket.h
 * @param layout its structs of messages
 * @param addresses its {@code struct sockaddr}
 * @param events its events of poll(2), for transfers
 * @param watchEvents the same for watches
 * @param datagrams its constants and options of datagrams
 * @param senders its tellings of who sent a message
 * @param errorQueues its queues of errors
 * @param isConnectRepeatable whether another connect(2) tells how the one before ended; otherwise
 *     SO_ERROR does, once
 */
public record UnixSystem(
    UnixErrors errors,
    OpenFlags open,
    SocketNumbers sockets,
    MessageLayout layout,
    SocketAddresses addresses,
    PollEvents events,
    WatchEvents watchEvents,
    DatagramNumbers datagrams,
    SenderNumbers senders,
    ErrorQueues errorQueues,
    boolean isConnectRepeatable) {}
