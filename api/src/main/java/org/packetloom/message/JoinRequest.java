// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A client that asks to be taken; incubating.
 *
 * @param address where it is, proven
 * @param clientId whom the connect token was issued to; 0 without tokens
 * @param userData what the issuer of the connect token said of the client; empty without tokens
 */
public record JoinRequest(SocketAddress address, long clientId, ByteBuffer userData) {}
