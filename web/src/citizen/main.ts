import { createWebHistory } from 'vue-router'
import AppRoot from '@/app/AppRoot.vue'
import { start } from '@/app/start'
import { citizenFeatures } from './feature'
import { citizenRouter } from './router'

start(AppRoot, citizenRouter(createWebHistory('/'), citizenFeatures))
