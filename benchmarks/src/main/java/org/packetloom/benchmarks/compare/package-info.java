// SPDX-License-Identifier: Apache-2.0
/** {@code benchmarks/compare}: the same work done by us and by others, side by side. */
package org.packetloom.benchmarks.compare;
