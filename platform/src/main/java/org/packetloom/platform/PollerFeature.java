// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * Something of the system that a poller is made with, or makes use of where it is there.
 *
 * @param name as the system's manual has it
 * @param isThere whether the system has it
 * @param since the system that was the first to have it
 */
public record PollerFeature(String name, boolean isThere, String since) {}
