// SPDX-License-Identifier: Apache-2.0
package org.packetloom.spi;

/** The service by which the interfaces of {@code org.packetloom} find what implements them. */
public interface RuntimeProvider {}
