// SPDX-License-Identifier: Apache-2.0
/**
 * What operators see of toolkits from outside: {@link org.packetloom.management.PacketloomMXBean}
 * by JMX, {@link org.packetloom.management.PacketloomMetrics} by Micrometer.
 */
@NullMarked
package org.packetloom.management;

import org.jspecify.annotations.NullMarked;
