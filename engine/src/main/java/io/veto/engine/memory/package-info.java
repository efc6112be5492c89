/**
 * What the system is asked about memory, mapped files included.
 */
package io.veto.engine.memory;
