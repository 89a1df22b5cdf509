// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes whose standard streams are connectors: {@link
 * org.packetloom.process.ConnectorProcess}.
 */
@NullMarked
package org.packetloom.process;

import org.jspecify.annotations.NullMarked;
