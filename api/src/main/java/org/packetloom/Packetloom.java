// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

/** The entry point: owns the engine, and every connector opened through it. */
public interface Packetloom {}
