// SPDX-License-Identifier: Apache-2.0
/**
 * The PROXY protocol, versions 1 and 2: a proxy tells the server behind it who its client is, in a
 * header before the first byte of the stream.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.proxy.ProxyProtocol}, which tells a {@link org.packetloom.Server}
 *       where the proxies are that it may believe.
 *   <li>{@link org.packetloom.proxy.ProxyHeader}, to write one, or to read it by oneself.
 * </ul>
 *
 * {@snippet file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.proxy"}
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">the protocol</a>
 */
@NullMarked
package org.packetloom.proxy;

import org.jspecify.annotations.NullMarked;
