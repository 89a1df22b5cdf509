// SPDX-License-Identifier: Apache-2.0
/** The servers that are compared, each in a process of its own. */
package org.packetloom.benchmarks.compare.server;
