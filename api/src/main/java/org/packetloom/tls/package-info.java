// SPDX-License-Identifier: Apache-2.0
/**
 * TLS over any stream connector, with the waiting contract of every connector.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.tls.Tls}, which says how, and makes of a connector one that encrypts.
 *   <li>{@link org.packetloom.tls.TlsConnector}, which is what it makes.
 *   <li>{@link org.packetloom.tls.KeyFiles}, which reads keys and certificates.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.tls"}
 *
 * <h2>What is promised</h2>
 *
 * <p>The protocol is that of the JDK's {@link javax.net.ssl.SSLEngine}: TLS 1.2 and 1.3 with its
 * providers and its security properties. Waiting, deadlines, interrupts and closing are those of
 * every connector, and the tests are the same.
 *
 * <ul>
 *   <li>A write that ends early, by a deadline or an interrupt, has moved exactly what it reports;
 *       the record that it has begun is finished, by the next write or a thread beside.
 *   <li>The end of a stream is where the peer says so. If the transport ends without that word,
 *       reading fails with {@link org.packetloom.tls.TlsTruncatedException}, each time.
 *   <li>What the peer sends is bounded: the handshake in time and size, a record by the protocol,
 *       records without data in number. Renegotiation is refused.
 *   <li>A connection that waits holds no buffers, but for bytes that were read and not taken: it
 *       costs what the engine costs.
 * </ul>
 *
 * <p>What a peer may do before it is known is refused by {@link org.packetloom.Server.Builder#tls}
 * without harm to others. A reactor watches connections that have shaken hands.
 *
 * <p>The package is not incubating: its signatures are kept.
 */
@NullMarked
package org.packetloom.tls;

import org.jspecify.annotations.NullMarked;
