// SPDX-License-Identifier: Apache-2.0
/**
 * What operators see of toolkits from outside: by JMX, and by Micrometer.
 *
 * <h2>Start with</h2>
 *
 * <ul>
 *   <li>{@link org.packetloom.management.PacketloomMetrics}, which binds meters to a registry that
 *       the application brings along.
 *   <li>{@link org.packetloom.management.PacketloomMXBean}, which every toolkit has once somebody
 *       asks the process for its beans: numbers, the longest waits, a dump of all connectors.
 * </ul>
 *
 * {@snippet
 *  file="org/packetloom/examples/tour/PackageTourTest.java" region="org.packetloom.management"}
 */
@NullMarked
package org.packetloom.management;

import org.jspecify.annotations.NullMarked;
