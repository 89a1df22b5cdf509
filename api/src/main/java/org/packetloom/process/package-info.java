// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes whose standard streams are connectors: with deadlines, and woken by close.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.process.ConnectorProcess}, which runs a program and collects what it
 *       writes, or starts one to talk to.
 *   <li>{@link org.packetloom.process.ProcessOutcome}, how it ended.
 * </ul>
 *
 * {@snippet
 *  file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.process"}
 */
@NullMarked
package org.packetloom.process;

import org.jspecify.annotations.NullMarked;
