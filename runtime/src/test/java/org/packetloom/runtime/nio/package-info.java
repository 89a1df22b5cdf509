// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of the suites of {@code java.nio} channels: the JDK's own provider as a control, and
 * ours on each engine and poller, a class each, so that reports name all three.
 */
package org.packetloom.runtime.nio;
