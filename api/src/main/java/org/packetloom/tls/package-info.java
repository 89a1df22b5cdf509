// SPDX-License-Identifier: Apache-2.0
/**
 * TLS over any stream connector: {@link org.packetloom.tls.Tls} says how, and makes of a connector
 * one that encrypts.
 *
 * <p>The protocol is that of the JDK's {@link javax.net.ssl.SSLEngine}; waiting, deadlines,
 * interrupts and closing are those of every connector.
 */
@NullMarked
package org.packetloom.tls;

import org.jspecify.annotations.NullMarked;
