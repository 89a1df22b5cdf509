// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of the contracts of {@code java.net}: the JDK's own sockets as the control, and ours on
 * each engine, made in each way.
 */
package org.packetloom.runtime.contract.net;
