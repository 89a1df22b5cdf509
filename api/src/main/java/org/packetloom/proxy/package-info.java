// SPDX-License-Identifier: Apache-2.0
/**
 * The PROXY protocol, versions 1 and 2: a proxy tells the server behind it who its client is, in a
 * header before the first byte of the stream.
 *
 * @see <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">the protocol</a>
 */
@NullMarked
package org.packetloom.proxy;

import org.jspecify.annotations.NullMarked;
