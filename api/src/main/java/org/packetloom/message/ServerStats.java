// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

/**
 * What a server has counted; incubating.
 *
 * @param connections connections now
 * @param pending clients that were accepted and not heard of since, now
 * @param requests requests of clients, well-formed ones
 * @param challenges answers to them that asked to prove the address
 * @param accepted connections begun: clients accepted and then heard of
 * @param refused refusals sent, for whatever reason
 * @param limited handshake datagrams dropped because too many came from their address, or too many
 *     answers or clients were pending
 * @param forged handshake datagrams without a valid proof of the address, or of the token
 * @param malformed datagrams that are none of this protocol
 * @param unknown data packets of no connection
 * @param moves connections that moved to another address
 */
public record ServerStats(
    int connections,
    int pending,
    long requests,
    long challenges,
    long accepted,
    long refused,
    long limited,
    long forged,
    long malformed,
    long unknown,
    long moves) {}
